namespace LmsActors.Import;

public sealed class OuladArchiveTests : IDisposable
{
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LoadAsync_JoinsTheTables()
    {
        PutTables();

        var archive = await OuladArchive.LoadAsync(_folder.Root, TestContext.Current.CancellationToken);

        var run = Assert.Single(archive.Runs);
        Assert.Equal(("AAA", "2013J", 268), (run.Module, run.Presentation, run.Days));
        Assert.Equal(["oulad:11391", "oulad:28400"], run.Students.Keys.Select(id => $"oulad:{id}"));
        Assert.Equal([new("oulad:1752", 78, 12.5m, 18), new("oulad:1753", null, 0, 20)], run.Students["11391"]);
        Assert.Equal(new("oulad:546943", "resource", "resource", null, 3), run.Items["oulad:546943"]);
        Assert.Equal((10L, 0L, 0), (archive.Records, archive.Duplicates, archive.DirtyRows.Count));
    }

    [Fact]
    public async Task LoadAsync_DirtyRows_AreReportedWithTheirLines_AndPassedOver()
    {
        PutTables();
        _folder.Put("studentAssessment.csv", """
            id_assessment,id_student,date_submitted,is_banked,score
            1752,11391,18,FALSE,78
            9999,11391,18,FALSE,78
            1752,4711,18,FALSE,78
            1752,28400,22,FALSE,101
            1752,11391,18,FALSE,78
            1753,28400,?,FALSE,NA
            """);

        var archive = await OuladArchive.LoadAsync(_folder.Root, TestContext.Current.CancellationToken);

        Assert.Equal([3L, 4, 5], archive.DirtyRows.Select(row => row.Line));
        Assert.Equal(1, archive.Duplicates);
        Assert.Equal([new("oulad:1753", null, 0, null)], Assert.Single(archive.Runs).Students["28400"]);
    }

    [Fact]
    public async Task LoadAsync_AMissingTableOrColumn_IsOneSentence()
    {
        PutTables();
        File.Delete(Path.Combine(_folder.Root, "vle.csv"));
        var missing = await Assert.ThrowsAsync<ImportSourceException>(() => OuladArchive.LoadAsync(_folder.Root, TestContext.Current.CancellationToken));
        Assert.Contains("'vle'", missing.Message, StringComparison.Ordinal);

        _folder.Put("vle.csv", "id_site,code_module\n1,AAA\n");
        var broken = await Assert.ThrowsAsync<ImportSourceException>(() => OuladArchive.LoadAsync(_folder.Root, TestContext.Current.CancellationToken));
        Assert.Contains("'code_presentation'", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_OfATarArchive_IsTheSame()
    {
        PutTables();
        var files = Directory.GetFiles(_folder.Root).Select(path => (Path.GetFileName(path) + ".gz", ImportFolder.Zip(File.ReadAllBytes(path)))).ToArray();
        using var other = new ImportFolder();
        var archive = await OuladArchive.LoadAsync(other.Put("oulad.tar.gz", ImportFolder.Zip(ImportFolder.Tar(files))), TestContext.Current.CancellationToken);

        Assert.Equal(2, Assert.Single(archive.Runs).Students.Count);
    }

    private void PutTables()
    {
        _folder.Put("courses.csv", "\"code_module\",\"code_presentation\",\"module_presentation_length\"\n\"AAA\",\"2013J\",\"268\"\n");
        _folder.Put("assessments.csv", """
            "code_module","code_presentation","id_assessment","assessment_type","date","weight"
            "AAA","2013J","1752","TMA","19","12.5"
            "AAA","2013J","1753","TMA","?","0"
            """);
        _folder.Put("vle.csv", """
            "id_site","code_module","code_presentation","activity_type","week_from","week_to"
            "546943","AAA","2013J","resource","?","3"
            "546712","AAA","2013J","oucontent","?","?"
            """);
        _folder.Put("studentInfo.csv", """
            "code_module","code_presentation","id_student","gender"
            "AAA","2013J","11391","M"
            "AAA","2013J","28400","F"
            """);
        _folder.Put("studentAssessment.csv", """
            id_assessment,id_student,date_submitted,is_banked,score
            1752,11391,18,FALSE,78
            1753,11391,20,FALSE,?
            1752,28400,22,FALSE,70
            """);
        _folder.Put("README.txt", "passed over");
    }
}
