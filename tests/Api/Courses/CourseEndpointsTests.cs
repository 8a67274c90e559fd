using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Courses;

public sealed class CourseEndpointsTests(ApiHost host)
{
    private readonly string _code = "C" + Ids.New(TimeProvider.System.GetUtcNow())[^12..];

    [Fact]
    public async Task Course_FromItsMakingToItsBoard()
    {
        var (ann, ben) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Ben"));
        using var made = await host.Machine.PostAsJsonAsync("/api/v1/courses", new { code = _code, run = "2026J", title = "Algebra" });
        var course = await made.JsonAsync();
        var (id, address) = (course.Text("id"), $"/api/v1/courses/{course.Text("id")}");
        Assert.Equal((201, address), ((int)made.StatusCode, made.Headers.Location?.ToString()));
        await PutAsync(host.Machine, $"{address}/assessments/tma1", new { kind = "TMA", weight = 12.5, day = 19 });
        await PutAsync(host.Machine, $"{address}/items/intro", new { kind = "resource", title = "Introduction", weekFrom = 0, weekTo = 1 });
        foreach (var learner in new[] { ann, ben })
        {
            await PutAsync(host.Machine, $"{address}/enrolments/{learner.Id}", new { });
        }

        await PutAsync(host.Machine, $"{address}/enrolments/{ann.Id}/completions/tma1", new { score = 83 });
        await PutAsync(host.Machine, $"{address}/enrolments/{ben.Id}/completions/tma1", new { score = (int?)null });

        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync($"/api/v1/courses?code={_code.ToLowerInvariant()}&run=2026j")).GetProperty("items").GetArrayLength() == 1);
        var board = (await ann.Client.JsonAsync($"/api/v1/leaderboards?scope=course:{id}&metric=course-score")).Text("id");
        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync($"/api/v1/leaderboards/{board}")).GetProperty("total").GetInt32() == 2);
        Assert.Equal(
            [(1, ann.Id, 10.38m), (2, ben.Id, 0m)],
            (await ann.Client.JsonAsync($"/api/v1/leaderboards/{board}")).GetProperty("items").EnumerateArray()
                .Select(item => (item.GetProperty("rank").GetInt32(), item.Text("learnerId"), item.GetProperty("value").GetDecimal())));
        Assert.Equal("learner", (await ann.Client.JsonAsync(address)).Text("role"));
        Assert.Equal("Introduction", (await ann.Client.JsonAsync($"{address}/items")).GetProperty("items")[0].Text("title"));
        Assert.Equal(12.5m, (await ann.Client.JsonAsync($"{address}/assessments")).GetProperty("items")[0].GetProperty("weight").GetDecimal());
        Assert.Equal(2, (await ann.Client.JsonAsync($"{address}/enrolments")).GetProperty("items").GetArrayLength());
        Assert.Equal(10.38m, (await ann.Client.JsonAsync($"{address}/enrolments/me")).GetProperty("score").GetDecimal());
        Assert.Equal(id, (await ann.Client.JsonAsync("/api/v1/me/courses")).GetProperty("items")[0].GetProperty("course").Text("id"));

        // Whose scores they are, and those who teach: nobody else reads, and no learner writes them.
        await (await ann.Client.GetAsync($"{address}/enrolments/{ben.Id}")).ProblemAsync(403, "course.not-teaching");
        await (await ann.Client.PutAsJsonAsync($"{address}/enrolments/{ann.Id}/completions/tma1", new { score = 100 })).ProblemAsync(403, "course.not-teaching");
        await (await ann.Client.PutAsJsonAsync($"{address}/assessments/tma1", new { kind = "TMA", weight = 100 })).ProblemAsync(403, "course.not-teaching");
        await (await ann.Client.PutAsJsonAsync($"{address}/enrolments/{ann.Id}", new { role = "instructor" })).ProblemAsync(403, "course.not-teaching");
        await PutAsync(host.Machine, $"{address}/enrolments/{ben.Id}", new { role = "teaching-assistant" });
        Assert.Equal(10.38m, (await ben.Client.JsonAsync($"{address}/enrolments/{ann.Id}")).GetProperty("score").GetDecimal());
        await PutAsync(ben.Client, $"{address}/enrolments/{ann.Id}/completions/tma1", new { score = 50 });
        using var gone = await host.Machine.DeleteAsync($"{address}/enrolments/{ann.Id}");
        Assert.Equal(204, (int)gone.StatusCode);
        await (await ann.Client.GetAsync($"{address}/enrolments")).ProblemAsync(403, "course.not-teaching");
    }

    [Fact]
    public async Task Create_WhatOneMayNot_IsAProblem()
    {
        var ann = await host.RegisterAsync("Ann");
        await (await ann.Client.PostAsJsonAsync("/api/v1/courses", new { code = _code, run = "1" })).ProblemAsync(403, "course.admins-only");
        await (await host.Machine.PostAsJsonAsync("/api/v1/courses", new { code = "a b", run = "1" })).ProblemAsync(400, "course.title-invalid");
        await (await ann.Client.GetAsync("/api/v1/courses/none")).ProblemAsync(404, "course.not-found");
        await (await ann.Client.GetAsync("/api/v1/courses/a%20b/items")).ProblemAsync(404, "course.not-found");
        await (await ann.Client.GetAsync("/api/v1/courses/none/enrolments/me")).ProblemAsync(404, "course.not-enrolled");
        await (await host.Machine.PutAsJsonAsync("/api/v1/courses/none/assessments/x", new { kind = "TMA", weight = 10 })).ProblemAsync(404, "course.not-found");
        await (await host.Machine.PutAsJsonAsync("/api/v1/courses/none/assessments/x", new { kind = "TMA" })).ProblemAsync(400, "request.malformed");
        await (await host.Machine.PutAsJsonAsync($"/api/v1/courses/none/enrolments/{ann.Id}/completions/x", new { })).ProblemAsync(400, "request.malformed");
        await (await ann.Client.GetAsync($"/api/v1/courses/none/enrolments/{Ids.Derive("somebody")}")).ProblemAsync(404, "course.not-found");
    }

    [Fact]
    public async Task Import_OverRest_KnowsWhatItHasPut()
    {
        var learners = new { learners = Enumerable.Range(0, 3).Select(i => new { externalId = $"{_code}:{i}", name = $"{i}" }) };
        var title = new { externalId = $"x:{_code}/1", code = _code, run = "1", title = _code };
        var course = new { title, days = 100, items = new[] { new { id = "i", kind = "quiz", title = "Quiz" } }, assessments = new[] { new { id = "a", kind = "TMA", weight = 50 } }, learners = Enumerable.Range(0, 3).Select(i => $"{_code}:{i}") };
        var studies = new { studies = Enumerable.Range(0, 3).Select(i => new { learner = $"{_code}:{i}", studies = new[] { new { course = title, completions = new[] { new { assessmentId = "a", score = i * 10, weight = 50 } } } } }) };

        Assert.Equal(3, (await PostAsync("learners", learners)).GetProperty("new").GetInt32());
        foreach (var expected in new[] { 3, 0 })
        {
            Assert.Equal(expected, (await PostAsync("courses", course)).GetProperty("new").GetInt32());
            Assert.Equal(expected, (await PostAsync("studies", studies)).GetProperty("new").GetInt32());
        }

        await PostAsync("settle", new { });
        var found = (await host.Machine.JsonAsync($"/api/v1/courses?code={_code}&run=1")).GetProperty("items")[0];
        var board = await host.Machine.JsonAsync($"/api/v1/leaderboards/course-score.all.course.{found.Text("id")}");
        Assert.Equal([10m, 5m, 0m], board.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("value").GetDecimal()));
        Assert.Equal($"{_code}:2", board.GetProperty("items")[0].Text("externalId"));
        await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/courses", new { })).ProblemAsync(400, "import.course");
        await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/courses", new { title })).ProblemAsync(400, "import.course");
        await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/studies", new { })).ProblemAsync(400, "request.malformed");
        await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/studies", new { studies = Array.Empty<object>() })).ProblemAsync(400, "import.studies");
    }

    private async Task<JsonElement> PostAsync(string what, object body) => await (await host.Machine.PostAsJsonAsync($"/api/v1/admin/import/{what}", body)).JsonAsync();

    private static async Task PutAsync(HttpClient client, string address, object body) => (await client.PutAsJsonAsync(address, body)).EnsureSuccessStatusCode();
}
