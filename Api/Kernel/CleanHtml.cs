using System.Buffers;
using System.Text;

namespace LmsActors.Kernel;

/// <summary>
/// Tells of nearly all HTML that Markdig makes, and without building a document, what the sanitiser would make of it: it knows a few tags, in
/// exactly the spelling in which they are safe, and must find them nested as they should be. Whatever else it meets, it does not decide.
/// </summary>
internal ref struct CleanHtml
{
    private const int MostDepth = 32;

    /// <summary>A no-break space and a carriage return are written anew by a sanitiser.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("<>&\u00A0\r\0");
    private static readonly SearchValues<char> InAddress = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$()*+,;=%");

    private static readonly string[] Paired =
        ["p", "code", "pre", "em", "strong", "del", "blockquote", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6"];

    private static readonly string[] LinkStarts = ["http://", "https://", "mailto:"];

    private readonly StringBuilder _clean;
    private readonly Stack<string> _open;
    private ReadOnlySpan<char> _rest;

    private CleanHtml(string html)
    {
        _clean = new(html.Length);
        _open = [];
        _rest = html;
    }

    /// <summary>The HTML as the sanitiser would give it; null when it must be asked.</summary>
    public static string? Of(string html)
    {
        var reading = new CleanHtml(html);
        return reading.Read() ? reading._clean.ToString() : null;
    }

    private bool Read()
    {
        while (!_rest.IsEmpty)
        {
            var text = _rest.IndexOfAny(Special);
            _clean.Append(text < 0 ? _rest : _rest[..text]);
            _rest = text < 0 ? [] : _rest[text..];
            if (!_rest.IsEmpty && !(_rest[0] == '&' ? ReadEntity() : _rest[0] == '<' && ReadTag()))
            {
                return false;
            }
        }

        return _open.Count == 0;
    }

    private bool ReadEntity() =>
        Take("&amp;", "&amp;") || Take("&lt;", "&lt;") || Take("&gt;", "&gt;") || Take("&quot;", "\"");

    private bool ReadTag() =>
        Take("<br />", "<br>") || Take("<hr />", "<hr>") || Take("<br>", "<br>") || ReadEnd() || ReadLink() || ReadCodeOfLanguage() || ReadStart();

    private bool ReadStart()
    {
        foreach (var tag in Paired)
        {
            if (_rest.Length > tag.Length + 1 && _rest[tag.Length + 1] == '>' && _rest[1..].StartsWith(tag, StringComparison.Ordinal))
            {
                _clean.Append(_rest[..(tag.Length + 2)]);
                _rest = _rest[(tag.Length + 2)..];
                return Open(tag);
            }
        }

        return false;
    }

    private bool ReadEnd()
    {
        if (!_rest.StartsWith("</", StringComparison.Ordinal) || !_open.TryPop(out var tag))
        {
            return false;
        }

        var isIts = _rest.Length > tag.Length + 2 && _rest[tag.Length + 2] == '>' && _rest[2..].StartsWith(tag, StringComparison.Ordinal);
        return isIts && Take($"</{tag}>", $"</{tag}>");
    }

    private bool ReadLink()
    {
        const string Before = "<a href=\"";
        const string After = "\" rel=\"nofollow noopener\">";
        if (!_rest.StartsWith(Before, StringComparison.Ordinal))
        {
            return false;
        }

        var address = _rest[Before.Length..];
        var length = address.IndexOfAnyExcept(InAddress);
        if (length < 0 || !address[length..].StartsWith(After, StringComparison.Ordinal) || !IsSafe(address[..length]))
        {
            return false;
        }

        var end = Before.Length + length + After.Length;
        _clean.Append(_rest[..end]);
        _rest = _rest[end..];
        return !_open.Contains("a") && Open("a");
    }

    /// <summary>What a fenced block of code names its language by is of no use to a browser.</summary>
    private bool ReadCodeOfLanguage()
    {
        const string Before = "<code class=\"";
        if (!_rest.StartsWith(Before, StringComparison.Ordinal))
        {
            return false;
        }

        var name = _rest[Before.Length..];
        var length = name.IndexOfAnyExcept(InAddress);
        if (length < 0 || !name[length..].StartsWith("\">", StringComparison.Ordinal))
        {
            return false;
        }

        _clean.Append("<code>");
        _rest = name[(length + 2)..];
        return Open("code");
    }

    private static bool IsSafe(ReadOnlySpan<char> address)
    {
        foreach (var start in LinkStarts)
        {
            if (address.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool Open(string tag)
    {
        _open.Push(tag);
        return _open.Count <= MostDepth;
    }

    private bool Take(string found, string clean)
    {
        if (!_rest.StartsWith(found, StringComparison.Ordinal))
        {
            return false;
        }

        _clean.Append(clean);
        _rest = _rest[found.Length..];
        return true;
    }
}
