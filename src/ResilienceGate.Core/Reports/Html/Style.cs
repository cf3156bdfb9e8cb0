namespace ResilienceGate.Core.Reports.Html;

/// <summary>How the page looks: in light and dark, on a phone, and on paper. Colours tell nothing that words do not.</summary>
internal static class Style
{
    public const string Sheet = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --panel: #f6f8fa;
          --pass: #1a7f37; --doubt: #9a6700; --bad: #cf222e; --good: #4c9e7c; --lost: #d1495b; --p50: #2f6db5; --p99: #8250df;
          --fault: #f0a93b; --band: #2f6db5; }
        @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #30363d;
          --panel: #161b22; --pass: #3fb950; --doubt: #d29922; --bad: #f85149; --good: #3c8f6c; --lost: #e5677a;
          --p50: #79b0f2; --p99: #bc8cff; --fault: #b97a1f; --band: #79b0f2; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 1040px; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--ink);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: break-word; }
        header { border-left: 6px solid var(--soft); padding: .25rem 0 .25rem 1rem; margin-bottom: 1.5rem; }
        header.pass { border-color: var(--pass); } header.inconclusive { border-color: var(--doubt); }
        header.regression { border-color: var(--bad); }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem;
          border-bottom: 1px solid var(--line); padding-bottom: .3rem; } h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
        p, ul { margin: .5rem 0; } ul { padding-left: 1.25rem; } .reasons { list-style: none; padding: 0; }
        .word { font-weight: 600; } .pass .word, .word.pass { color: var(--pass); }
        .inconclusive .word, .word.inconclusive { color: var(--doubt); } .regression .word, .word.regression { color: var(--bad); }
        .scroll { overflow-x: auto; margin: .75rem 0; } table { border-collapse: collapse; font-size: .9rem; min-width: 100%; }
        caption { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 600; white-space: nowrap; } .number { text-align: right; white-space: nowrap; }
        code { font: .88em ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--panel); padding: .1em .3em;
          border-radius: 4px; } .note { color: var(--soft); font-size: .9rem; }
        svg { display: block; width: 100%; min-width: 640px; height: auto; } figcaption { color: var(--soft); font-size: .85rem; }
        .tick { fill: var(--soft); font-size: 12px; } .mark { fill: var(--ink); font-size: 12px; }
        .grid { stroke: var(--line); } rect.fault { fill: var(--fault); opacity: .18; } rect.void { opacity: .07; }
        path.sent { fill: var(--lost); } path.good { fill: var(--good); }
        path.p50, path.p99 { fill: none; stroke-width: 1.6; } path.p50 { stroke: var(--p50); } path.p99 { stroke: var(--p99); }
        rect.band { fill: var(--band); fill-opacity: .25; stroke: var(--ink); stroke-dasharray: 3 3; stroke-opacity: .7; }
        .key::before { content: ""; display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 .6em; border-radius: 2px;
          background: var(--c, var(--soft)); vertical-align: -.05em; }
        .key.good { --c: var(--good); } .key.sent { --c: var(--lost); } .key.p50 { --c: var(--p50); } .key.p99 { --c: var(--p99); }
        .key.fault { --c: color-mix(in srgb, var(--fault) 45%, var(--page)); }
        .key.band { --c: color-mix(in srgb, var(--band) 40%, var(--page)); }
        .detect { --c: #8c959f; fill: #8c959f; } .create { --c: #6e7781; fill: #6e7781; } .schedule { --c: #b35900; fill: #b35900; }
        .sandbox { --c: #d4a72c; fill: #d4a72c; } .init { --c: #a2a84a; fill: #a2a84a; } .start { --c: #4c9e7c; fill: #4c9e7c; }
        .load { --c: #2f6db5; fill: #2f6db5; } .propagate { --c: #8250df; fill: #8250df; } .serve { --c: #c76ba8; fill: #c76ba8; }
        summary { cursor: pointer; } :focus-visible { outline: 2px solid var(--p50); outline-offset: 2px; }
        @media (max-width: 600px) { body { padding: 1rem .75rem 3rem; } h1 { font-size: 1.3rem; } }
        @media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 11px; } svg { min-width: 0; }
          .scroll { overflow: visible; } h2, h3 { break-after: avoid; } figure, tr { break-inside: avoid; } }
        """;
}
