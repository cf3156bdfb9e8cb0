using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ResilienceGate.Plans.Yaml;

/// <summary>YAML text to nodes that know where they stand.</summary>
/// <remarks>
/// YamlDotNet's own representation model stops at the first duplicate key and has no bound on depth, so that a hostile
/// file could exhaust the stack; its parser has neither fault.
/// </remarks>
internal sealed class YamlLoader
{
    private const int MaxDepth = 20;

    private readonly string _text;
    private readonly PlanErrors _errors;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, PlanNode> _anchors = [];
    private Position? _unclosed;

    private YamlLoader(string text, PlanErrors errors)
    {
        _text = text;
        _errors = errors;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The one document of <paramref name="text"/>.</summary>
    /// <exception cref="PlanException">It is not YAML; what is only odd (a key twice) is added to the errors.</exception>
    public static PlanNode Load(string text, PlanErrors errors) => new YamlLoader(text, errors).Document();

    private PlanNode Document()
    {
        Next();
        if (Next() is StreamEnd)
            throw _errors.Stop(
                Position.Start,
                "the plan is empty; write at least target, probe and experiments (docs/plan.md has a plan to begin with)"
            );
        var root = Node(Next(), depth: 0);
        Next();
        if (Next() is DocumentStart second)
            _errors.Add(
                At(second),
                "a second document begins here; a plan is one: keep the other in a file of its own"
            );
        return root;
    }

    private PlanNode Node(ParsingEvent current, int depth)
    {
        var at = At(current);
        if (depth > MaxDepth)
            throw _errors.Stop(at, $"nested more than {MaxDepth} levels deep; no plan is, so check the brackets");
        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
            _errors.Add(at, $"the tag {tag.Value} means nothing in a plan; remove it");
        PlanNode node = current switch
        {
            AnchorAlias alias => Anchored(alias, at),
            SequenceStart start => new PlanNode.Sequence(at, Items(start, depth)),
            MappingStart start => new PlanNode.Mapping(at, Entries(start, depth)),
            Scalar scalar => new PlanNode.Scalar(at, scalar.Value, scalar.Style is ScalarStyle.Plain),
            _ => throw _errors.Stop(at, "something is missing here; check the lines around it"),
        };
        if (current is NodeEvent { Anchor: { IsEmpty: false } anchor })
            _anchors[anchor] = node;
        return node;
    }

    private PlanNode Anchored(AnchorAlias alias, Position at) =>
        _anchors.TryGetValue(alias.Value, out var node)
            ? node
            : throw _errors.Stop(
                at,
                $"the alias *{alias.Value} has no anchor &{alias.Value} before it; add the anchor, or put the value in quotes"
            );

    private List<PlanNode> Items(SequenceStart start, int depth)
    {
        var outer = _unclosed;
        _unclosed = start.Style is SequenceStyle.Flow ? At(start) : outer;
        var items = new List<PlanNode>();
        for (var current = Next(); current is not SequenceEnd; current = Next())
            items.Add(Node(current, depth + 1));
        _unclosed = outer;
        return items;
    }

    private List<PlanEntry> Entries(MappingStart start, int depth)
    {
        var outer = _unclosed;
        _unclosed = start.Style is MappingStyle.Flow ? At(start) : outer;
        var entries = new List<PlanEntry>();
        for (var current = Next(); current is not MappingEnd; current = Next())
        {
            var key = Key(current, depth);
            var value = Node(Next(), depth + 1);
            if (entries.Find(e => e.Key == key) is { } first)
                _errors.Add(At(current), $"{key} is written twice, first on line {first.At.Line}; keep one of them");
            else
                entries.Add(new PlanEntry(key, At(current), value));
        }
        _unclosed = outer;
        return entries;
    }

    private string Key(ParsingEvent current, int depth)
    {
        if (Node(current, depth + 1) is not PlanNode.Scalar key)
            throw _errors.Stop(
                At(current),
                "a key must be a word; when this is a template such as {{ name }}, fill it in first"
            );
        if (key is { Plain: true, Text: "<<" })
            throw _errors.Stop(key.At, "merging with << is not read in plans; write the keys out");
        return key.Text;
    }

    private ParsingEvent Next()
    {
        try
        {
            if (_parser.MoveNext() && _parser.Current is { } current)
                return current;
        }
        catch (YamlException e)
        {
            var (at, message) = SyntaxErrors.Explain(e, _text);
            throw _errors.Stop(at, message);
        }
        // The parser (18.1) has no error of its own for these: a { or [ that is still open where the next block key
        // begins, what follows the end of the document, and a tag that is no URI.
        catch (InvalidOperationException) when (_unclosed is { } open)
        {
            throw _errors.Stop(open, "this { or [ is never closed; add the } or ] that ends it");
        }
        catch (InvalidOperationException)
        {
            throw _errors.Stop(Last(), "what follows is no YAML; look for signs that do not show, and remove it");
        }
        catch (ArgumentException)
        {
            throw _errors.Stop(Last(), "what follows begins with a !, which makes it a tag; put it in quotes");
        }
        throw _errors.Stop(Last(), "the plan ends before it is complete; look for what is missing at its end");
    }

    private Position Last() => _parser.Current is { } last ? At(last) : Position.Start;

    private static Position At(ParsingEvent e) => SyntaxErrors.At(e.Start);
}
