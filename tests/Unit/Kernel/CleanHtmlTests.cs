using System.Text;
using CsCheck;
using LmsActors.Import;

namespace LmsActors.Kernel;

/// <summary>The short way to clean HTML leads where the sanitiser leads, or nowhere.</summary>
public sealed class CleanHtmlTests
{
    [Theory]
    [InlineData("<p>a</p>\n", "<p>a</p>\n")]
    [InlineData("<p>a<br />\nb &quot;c&quot; &amp; &lt;d&gt;</p>\n", "<p>a<br>\nb \"c\" &amp; &lt;d&gt;</p>\n")]
    [InlineData("<pre><code class=\"language-js\">x</code></pre>", "<pre><code>x</code></pre>")]
    [InlineData("<a href=\"https://a.example/b?c=d#e\" rel=\"nofollow noopener\">x</a>", "<a href=\"https://a.example/b?c=d#e\" rel=\"nofollow noopener\">x</a>")]
    public void Of_WhatItKnows_IsAsTheSanitiserGivesIt(string html, string clean)
    {
        Assert.Equal(clean, CleanHtml.Of(html));
        Assert.Equal(clean, Markdown.Sanitize(html));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<p onclick=\"x\">a</p>")]
    [InlineData("<P>a</P>")]
    [InlineData("<p>a")]
    [InlineData("a</p>")]
    [InlineData("<p><em>a</p></em>")]
    [InlineData("<p>a > b</p>")]
    [InlineData("<p>&#60;</p>")]
    [InlineData("<p>&notanentity;</p>")]
    [InlineData("<a href=\"javascript:alert(1)\" rel=\"nofollow noopener\">x</a>")]
    [InlineData("<a href=\"https://a.example/&quot;b\" rel=\"nofollow noopener\">x</a>")]
    [InlineData("<a href=\"https://a.example\">x</a>")]
    [InlineData("<a href=\"https://a\" rel=\"nofollow noopener\"><a href=\"https://b\" rel=\"nofollow noopener\">x</a></a>")]
    [InlineData("<img src=\"x\">")]
    [InlineData("<!-- a -->")]
    [InlineData("<")]
    [InlineData("<code class=\"a")]
    public void Of_AnythingElse_IsNotDecided(string html) => Assert.Null(CleanHtml.Of(html));

    [Fact]
    public async Task Of_RealConversations_IsWhatTheSanitiserSays()
    {
        var (clean, asked) = (0, 0);
        await foreach (var room in GitterArchive.ReadAsync(Path.Combine(AppContext.BaseDirectory, "Samples", "gitter"), TestContext.Current.CancellationToken))
        {
            foreach (var message in room.Messages())
            {
                var html = Markdown.ToHtml(message.Text);
                if (CleanHtml.Of(html) is { } found)
                {
                    clean++;
                    Assert.Equal(Markdown.Sanitize(html), found);
                }
                else
                {
                    asked++;
                }
            }
        }

        Assert.InRange(asked, 0, clean / 20);
    }

    [Fact]
    public void Of_AnyMixtureOfPieces_IsWhatTheSanitiserSaysOrNothing()
    {
        string[] pieces =
        [
            "<p>", "</p>", "<em>", "</em>", "<a href=\"https://a.example/b\" rel=\"nofollow noopener\">", "</a>", "<code class=\"language-c\">", "</code>", "<ul>",
            "</ul>", "<li>", "</li>", "<br />", "<hr />", "&amp;", "&lt;", "&quot;", "text", " ", "\n", "<", ">", "\"", "&", "<script>", "=", "'", "\u00A0", "\r",
            "<h1>", "</h1>", "<pre>", "</pre>", "<blockquote>", "</blockquote>",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 10].Select(string.Concat).Sample(
            html =>
            {
                var clean = CleanHtml.Of(html);
                return clean is null || Safe(clean);
            },
            iter: 20_000);

        // Whatever is let through means the same to the sanitiser once more: nothing in it is dangerous or would be taken away.
        static bool Safe(string clean) => Letters(Markdown.Sanitize(clean)) == Letters(clean);

        // Where a paragraph must end, which Markdig knows, a sanitiser may see it otherwise: that moves tags, and does no harm.
        static string Letters(string html)
        {
            var kept = new StringBuilder();
            var inTag = false;
            foreach (var c in html)
            {
                inTag = c == '<' || (inTag && c != '>');
                if (!inTag && c is not ('>' or '\n'))
                {
                    kept.Append(c);
                }
            }

            return kept.ToString();
        }
    }
}
