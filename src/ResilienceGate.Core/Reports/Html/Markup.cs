using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ResilienceGate.Core.Reports.Html;

/// <summary>A piece of HTML or SVG. What is interpolated into one is text, and encoded, unless it is markup itself.</summary>
internal readonly record struct Markup(string Text)
{
    public static readonly Markup None = new("");

    public static Markup Of(Builder builder) => new(builder.ToString());

    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p.Text)));

    public override string ToString() => Text;

    /// <summary>Collects the pieces of an interpolated string. Numbers are written as machines read them.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Builder(int literalLength, int formattedCount)
    {
        // Numbers and units of people's text stay readable in the source of the page.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

        public void AppendLiteral(string value) => _text.Append(value);

        public void AppendFormatted(Markup value) => _text.Append(value.Text);

        public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted(long value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

        /// <summary>A coordinate: a tenth of a unit is finer than any eye.</summary>
        public void AppendFormatted(double value) => _text.Append(CultureInfo.InvariantCulture, $"{value:0.#}");

        public override string ToString() => _text.ToString();
    }
}
