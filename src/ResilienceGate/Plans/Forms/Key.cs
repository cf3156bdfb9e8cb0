using System.Text.Json.Nodes;

namespace ResilienceGate.Plans.Forms;

/// <summary>A key of a section: its name, the form of its value, what it means, and what its absence means.</summary>
internal abstract class Key(string name, string meaning)
{
    public string Name => name;

    /// <summary>A sentence or two for the one who writes a plan.</summary>
    public string Meaning => meaning;

    public bool IsRequired { get; init; }

    /// <summary>The value that absence stands for, as a plan would write it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>What absence means, in words, where it is no value.</summary>
    public string? WhenAbsent { get; init; }

    public abstract Form Form { get; }

    /// <summary>The plan is wrong without it.</summary>
    public static Key<T> Required<T>(string name, Form<T> form, string meaning) =>
        new(name, form, meaning) { IsRequired = true };

    /// <summary>Its absence stands for a value.</summary>
    public static Key<T> Defaulted<T>(string name, ScalarForm<T> form, string @default, string meaning) =>
        new(name, form, meaning) { Default = @default };

    /// <summary>Its absence means what <paramref name="whenAbsent"/> says.</summary>
    public static Key<T> Optional<T>(string name, Form<T> form, string whenAbsent, string meaning) =>
        new(name, form, meaning) { WhenAbsent = whenAbsent };

    /// <summary>A section whose keys all may be absent.</summary>
    public static Key<T> Section<T>(string name, Section<T> form, string meaning) => new(name, form, meaning);

    public JsonObject Schema()
    {
        var schema = Form.Schema();
        schema["description"] = WhenAbsent is null ? Meaning : $"{Meaning} When absent: {WhenAbsent}.";
        if (Default is not null)
            schema["default"] = schema["type"]?.GetValue<string>() is "string" ? Default : JsonNode.Parse(Default);
        return schema;
    }
}
