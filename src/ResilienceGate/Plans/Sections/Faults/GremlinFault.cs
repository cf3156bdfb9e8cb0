using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Gremlin;
using ResilienceGate.Plans.Forms;
using ResilienceGate.Plans.Units;

namespace ResilienceGate.Plans.Sections.Faults;

/// <summary>Any attack of Gremlin, in its own words.</summary>
internal static class GremlinFault
{
    private static readonly Key<string> Attack = Key.Required(
        "attack",
        new TextForm<string>(
            "an attack of Gremlin with its options, without the length -l",
            "^[a-z_]+( [^ ]+)*$",
            "latency -m 200 -p ^53",
            text => Parsed.Right(text).When(t => GremlinAttack.Problem(t) is null, GremlinAttack.Problem(text) ?? "")
        ),
        "The attack as Gremlin's command line spells it, such as `latency -m 200`; its length is the duration. The key is taken from the variable GREMLIN_API_KEY."
    );

    private static readonly Key<TimeSpan> Duration = Key.Defaulted(
        "duration",
        Durations.Between("1s", "1h", "30s"),
        "30s",
        "How long the attack is on; a shutdown is over at once."
    );

    public static Variant<Fault> Variant { get; } =
        new("gremlin", "An attack of Gremlin on pods of the target.", [Attack, Duration], Read);

    private static Fault.Gremlin Read(MappingReader section)
    {
        var (attack, duration) = (section.Get(Attack), section.Get(Duration));
        return new Fault.Gremlin(attack, GremlinAttack.HasLength(attack) ? duration : TimeSpan.Zero);
    }
}
