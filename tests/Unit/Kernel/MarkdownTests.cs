using System.Text.RegularExpressions;
using CsCheck;

namespace LmsActors.Kernel;

public sealed partial class MarkdownTests
{
    private static readonly string[] Fragments =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe srcdoc='<script>'>", "javascript:alert(1)",
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java\tscript:alert(1))", "[a](data:text/html,<script>)", "[a](vbscript:x)",
        "![a](https://elsewhere.example/pixel.png)", "![a](x\" onerror=\"alert(1))", "[a](https://e.example \"t\\\" onmouseover=alert(1)\")",
        "<https://e.example/\"onmouseover=alert(1)>", "<javascript:alert(1)>", "&#106;avascript:", "[a]: javascript:alert(1)\n\n[a]", "`<b>`", "```html\n<b>\n```",
        "# h", "- i", "1. n", "> q", "*e* **s** ~~d~~", "|a|b|\n|-|-|\n|c|d|", "https://ok.example/x?y=1&z=2", "www.ok.example", "ann@ok.example",
        "<style>*{}</style>", "<a href='x' style='x'>", "<!-- -->", "</p>", "\"'`=/>", "\u0000", "\u202e", "@ann", "\n", "\n\n", " ", "[", "](", ")", "(", "<", "&",
    ];

    private static readonly Gen<string> Hostile = Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]).Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> Plain =
        Gen.Char["abcXYZ äß中 012 .,!?'();-%\u00a0"].Array[1, 40].Select(chars => new string(chars));

    [Theory]
    [InlineData("Hello", "<p>Hello</p>\n")]
    [InlineData("a *b* `c`", "<p>a <em>b</em> <code>c</code></p>\n")]
    [InlineData("one\ntwo", "<p>one<br>\ntwo</p>\n")]
    [InlineData("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n")]
    [InlineData("[x](https://e.example/)", "<p><a href=\"https://e.example/\" rel=\"nofollow noopener\">x</a></p>\n")]
    [InlineData("see https://e.example/a", "<p>see <a href=\"https://e.example/a\" rel=\"nofollow noopener\">https://e.example/a</a></p>\n")]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>\n")]
    [InlineData("[x](/logout)", "<p>x</p>\n")]
    [InlineData("![a](https://e.example/p.png)", "<p><a href=\"https://e.example/p.png\" rel=\"nofollow noopener\">a</a></p>\n")]
    public void Render_OfKnownText_GivesKnownHtml(string text, string html) => Assert.Equal(html, Markdown.Render(text));

    [Fact]
    public void Render_OfAnything_GivesOnlyHarmlessHtml() => Hostile.Sample(
        text =>
        {
            var html = Markdown.Render(text);
            foreach (Match tag in Tag().Matches(html))
            {
                Assert.Matches(Harmless(), tag.Value);
            }

            Assert.DoesNotContain('<', Tag().Replace(html, ""));
        },
        iter: 5_000);

    [Fact]
    public void Render_OfPlainText_IsTheSameOnTheFastPath() => Plain.Sample(
        text =>
        {
            if (Markdown.IsPlain(text))
            {
                Assert.Equal(Markdown.RenderFully(text), Markdown.Render(text));
            }
        },
        iter: 5_000);

    [Theory]
    [InlineData("I think that's (mostly) right; 3 of 4 - isn't it? Yes, 75%!")]
    [InlineData("2 of us are late")]
    [InlineData("42")]
    [InlineData("3rd")]
    public void IsPlain_OfAnOrdinaryMessage_IsTrue(string text)
    {
        Assert.True(Markdown.IsPlain(text));
        Assert.Equal(Markdown.RenderFully(text), Markdown.Render(text));
    }

    [Theory]
    [InlineData("1. first")]
    [InlineData("1) first")]
    [InlineData("- first")]
    public void IsPlain_OfAList_IsFalse(string text) => Assert.False(Markdown.IsPlain(text));

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("*a _b ", 5_000)]
    [InlineData("> ", 2_000)]
    [InlineData("- ", 2_000)]
    [InlineData("![[", 3_000)]
    public void Render_OfDeepNesting_StillShowsTheText(string fragment, int times) =>
        Assert.StartsWith("<", Markdown.Render(string.Concat(Enumerable.Repeat(fragment, times)) + "end"));

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    /// <summary>A tag that we mean to give, with the attributes that we mean to give it and no others.</summary>
    [GeneratedRegex("""
        ^</?(p|br|hr|em|strong|del|code|pre|blockquote|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td)( start="\d+")?>$|^</a>$|^<a href="(https?://|mailto:)[^"<>]*"( title="[^"<>]*")?( rel="nofollow noopener")( title="[^"<>]*")?>$
        """)]
    private static partial Regex Harmless();
}
