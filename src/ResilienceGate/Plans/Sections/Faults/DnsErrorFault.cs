using ResilienceGate.Core.Experiments;
using ResilienceGate.Plans.Forms;

namespace ResilienceGate.Plans.Sections.Faults;

internal static class DnsErrorFault
{
    private static readonly Key<DnsAnswer> Answer = Key.Defaulted(
        "answer",
        new Choice<DnsAnswer>(
            new Option<DnsAnswer>("servfail", DnsAnswer.ServerFailure),
            new Option<DnsAnswer>("nxdomain", DnsAnswer.NoSuchName),
            new Option<DnsAnswer>("timeout", DnsAnswer.Silence)
        ),
        "servfail",
        "What a pod hears that asks for a name. servfail: the server could not find out. nxdomain: there is no such name. timeout: nothing."
    );

    public static Variant<Fault> Variant { get; } =
        new(
            "dns-error",
            "A pod cannot resolve names.",
            [Answer, TrafficKeys.Duration],
            section => new Fault.DnsError(section.Get(Answer), section.Get(TrafficKeys.Duration))
        );
}
