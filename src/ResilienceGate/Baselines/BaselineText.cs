using ResilienceGate.Core.Baselines;
using ResilienceGate.Core.Reports;

namespace ResilienceGate.Baselines;

/// <summary>A book of baselines as it is stored.</summary>
internal static class BaselineText
{
    /// <exception cref="GateException">It is corrupted or foreign; the message names it.</exception>
    public static BaselineBook Parse(string text, string place)
    {
        try
        {
            return new BaselineBook(BaselineDocument.Read(text, place));
        }
        catch (DocumentException e)
        {
            throw new GateException(e.Message, e);
        }
    }

    public static string Write(BaselineBook book) => BaselineDocument.Write(book.Baselines);
}
