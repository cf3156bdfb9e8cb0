namespace ResilienceGate.Core.Consistency;

/// <summary>
/// How far two texts agree from their beginning, which for text that a model writes word by word is until the first word
/// that it drew differently. Runs of white space are one space, and count for nothing at the ends.
/// </summary>
internal static class TextAgreement
{
    /// <param name="prefix">Of the longer of two texts, the least share on which they agree.</param>
    public static bool AllAgree(IReadOnlyList<string> truth, IReadOnlyList<string> answer, double prefix)
    {
        for (var i = 0; i < truth.Count; i++)
        {
            var (agreed, longer) = Measure(truth[i], answer[i]);
            if (agreed < prefix * longer)
                return false;
        }

        return true;
    }

    /// <returns>Characters that agree, and the length of the longer text, without superfluous white space.</returns>
    public static (int Agreed, int Longer) Measure(ReadOnlySpan<char> truth, ReadOnlySpan<char> answer)
    {
        var first = new Cursor(truth);
        var second = new Cursor(answer);
        var (agreed, agree) = (0, true);
        while (true)
        {
            var (more, others) = (first.Next(), second.Next());
            if (!more && !others)
                return (agreed, Math.Max(first.Length, second.Length));
            agree &= more && others && first.Current == second.Current;
            if (agree)
                agreed++;
        }
    }

    /// <summary>Goes through a text without copying it.</summary>
    private ref struct Cursor(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text.Trim();
        private int _at;

        public char Current { get; private set; }

        public int Length { get; private set; }

        public bool Next()
        {
            if (_at == _text.Length)
                return false;
            var isSpace = char.IsWhiteSpace(_text[_at]);
            Current = isSpace ? ' ' : _text[_at];
            Length++;
            do _at++;
            while (isSpace && char.IsWhiteSpace(_text[_at]));
            return true;
        }
    }
}
