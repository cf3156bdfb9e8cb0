using System.Globalization;

namespace ResilienceGate.Plans.Units;

/// <summary>Numbers as people write them before a unit: digits, at most one point, no sign, no exponent.</summary>
internal static class Decimals
{
    /// <summary>Decimal, so that 99.9 % is 0.999 and not its neighbour.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        return text.Length > 0
            && char.IsAsciiDigit(text[0])
            && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
