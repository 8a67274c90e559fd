using System.Globalization;
using LmsActors.Courses;
using Sylvan.Data.Csv;

namespace LmsActors.Import;

/// <summary>A course run of the data set.</summary>
internal sealed class OuladRun(string module, string presentation, int? days)
{
    public string Module => module;

    public string Presentation => presentation;

    public int? Days => days;

    public Dictionary<string, Assessment> Assessments { get; } = [];

    public Dictionary<string, CourseItem> Items { get; } = [];

    /// <summary>Who takes part, and what each has handed in.</summary>
    public Dictionary<string, List<Completion>> Students { get; } = [];
}

/// <summary>
/// The tables of the Open University Learning Analytics Dataset (Kuzilek, Hlosta, Zdrahal, Scientific Data 4, 170171, 2017), joined:
/// <c>courses</c>, <c>assessments</c>, <c>vle</c>, <c>studentInfo</c> and <c>studentAssessment</c>, each a CSV file (RFC 4180), plain or
/// gzipped, in a folder or a tar archive. Other files are passed over. All of it is held in memory: about 60 MB.
/// </summary>
internal sealed class OuladArchive
{
    private const string Unknown = "?";

    private static readonly (string Table, string[] Columns)[] Tables =
    [
        ("courses", ["code_module", "code_presentation", "module_presentation_length"]),
        ("assessments", ["code_module", "code_presentation", "id_assessment", "assessment_type", "date", "weight"]),
        ("vle", ["code_module", "code_presentation", "id_site", "activity_type", "week_from", "week_to"]),
        ("studentInfo", ["code_module", "code_presentation", "id_student"]),
        ("studentAssessment", ["id_assessment", "id_student", "date_submitted", "score"]),
    ];

    private readonly Dictionary<(string, string), OuladRun> _runs = [];
    private readonly Dictionary<string, (OuladRun Run, Assessment Assessment)> _assessments = [];
    private readonly List<DirtyRow> _dirty = [];

    public IReadOnlyCollection<OuladRun> Runs => _runs.Values;

    public IReadOnlyList<DirtyRow> DirtyRows => _dirty;

    /// <summary>Rows that were read, of all tables.</summary>
    public long Records { get; private set; }

    /// <summary>Rows that say again what another one says.</summary>
    public long Duplicates { get; private set; }

    /// <exception cref="ImportSourceException">A table is missing, or cannot be read.</exception>
    public static async Task<OuladArchive> LoadAsync(string path, CancellationToken cancellation)
    {
        var archive = new OuladArchive();
        var rows = new Dictionary<string, List<Row>>();
        await foreach (var (table, read) in ImportSource.Guarded(path, ReadAsync(path, cancellation), cancellation))
        {
            rows[table] = read;
        }

        foreach (var (table, _) in Tables)
        {
            if (!rows.TryGetValue(table, out var read))
            {
                throw new ImportSourceException($"'{path}' holds no table '{table}' ({table}.csv or {table}.csv.gz).");
            }

            archive.Take(table, read);
        }

        return archive;
    }

    private static async IAsyncEnumerable<(string Table, List<Row> Rows)> ReadAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var file in ImportSource.OpenAsync(path, cancellation))
        {
            var name = Path.GetFileName(file.Name).Split('.')[0];
            if (Tables.FirstOrDefault(table => string.Equals(table.Table, name, StringComparison.OrdinalIgnoreCase)) is { Table: not null } table)
            {
                yield return (table.Table, await ReadAsync(path, file, table.Columns, cancellation));
            }
        }
    }

    private static async Task<List<Row>> ReadAsync(string path, ImportFile file, string[] columns, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        try
        {
            using var text = new StreamReader(file.Content, leaveOpen: true);
            await using var csv = await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions { HasHeaders = true, CsvStyle = CsvStyle.Standard }, cancellation);
            var places = columns.Select(column => Place(csv, column) ?? throw new ImportSourceException($"'{file.Name}' in '{path}' has no column '{column}'.")).ToArray();
            while (await csv.ReadAsync(cancellation))
            {
                rows.Add(new(file.Name, csv.RowNumber + 1, [.. places.Select(place => place < csv.RowFieldCount ? csv.GetString(place).Trim() : "")]));
            }
        }
        catch (CsvFormatException broken)
        {
            throw new InvalidDataException(broken.Message, broken);
        }

        return rows;
    }

    private static int? Place(CsvDataReader csv, string column)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (string.Equals(csv.GetName(i), column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }

    private void Take(string table, List<Row> rows)
    {
        Records += rows.Count;
        foreach (var row in rows)
        {
            var fault = table switch
            {
                "courses" => TakeCourse(row),
                "assessments" => TakeAssessment(row),
                "vle" => TakeItem(row),
                "studentInfo" => TakeStudent(row),
                _ => TakeSubmission(row),
            };
            if (fault is not null)
            {
                _dirty.Add(new(row.File, row.Line, fault));
            }
        }
    }

    private string? TakeCourse(Row row)
    {
        if (!IsId(row[0]) || !IsId(row[1]))
        {
            return "a course run without its codes";
        }

        Note(_runs.TryAdd((row[0], row[1]), new(row[0], row[1], Whole(row[2]))));
        return null;
    }

    private string? TakeAssessment(Row row)
    {
        if (!_runs.TryGetValue((row[0], row[1]), out var run))
        {
            return NoRun(row);
        }

        if (!IsId(row[2]) || Number(row[5]) is not { } weight || weight is < 0 or > CourseLimits.Full)
        {
            return "an assessment without an id, or without a weight of 0 to 100";
        }

        var assessment = new Assessment(Id(row[2]), row[3].Length > 0 ? row[3] : "assessment", weight, Whole(row[4]));
        var isNew = _assessments.TryAdd(row[2], (run, assessment));
        Note(isNew);
        if (isNew)
        {
            run.Assessments.Add(assessment.Id, assessment);
        }

        return null;
    }

    private string? TakeItem(Row row)
    {
        if (!_runs.TryGetValue((row[0], row[1]), out var run))
        {
            return NoRun(row);
        }

        if (!IsId(row[2]))
        {
            return "an item without an id";
        }

        var kind = row[3].Length > 0 ? row[3] : "resource";
        Note(run.Items.TryAdd(Id(row[2]), new(Id(row[2]), kind, kind, Whole(row[4]), Whole(row[5]))));
        return null;
    }

    private string? TakeStudent(Row row)
    {
        if (!_runs.TryGetValue((row[0], row[1]), out var run))
        {
            return NoRun(row);
        }

        if (!IsId(row[2]))
        {
            return "a student without an id";
        }

        Note(run.Students.TryAdd(row[2], []));
        return null;
    }

    private string? TakeSubmission(Row row)
    {
        if (!_assessments.TryGetValue(row[0], out var of))
        {
            return $"there is no assessment {row[0]}";
        }

        if (!of.Run.Students.TryGetValue(row[1], out var completions))
        {
            return $"student {row[1]} does not take part in {of.Run.Module} {of.Run.Presentation}";
        }

        var score = Number(row[3]);
        if (score is < 0 or > CourseLimits.Full)
        {
            return $"the score {row[3]} is not 0 to 100";
        }

        // A few dozen at most.
        var isNew = completions.All(one => one.AssessmentId != of.Assessment.Id);
        Note(isNew);
        if (isNew)
        {
            completions.Add(new(of.Assessment.Id, score, of.Assessment.Weight, Whole(row[2])));
        }

        return null;
    }

    private void Note(bool isNew) => Duplicates += isNew ? 0 : 1;

    private static string NoRun(Row row) => $"there is no course run {row[0]} {row[1]}";

    private static string Id(string number) => $"oulad:{number}";

    private static bool IsId(string text) => text.Length is > 0 and <= CourseLimits.Code && text != Unknown;

    /// <summary>A whole number; null for what is unknown (<c>?</c>, <c>NA</c>, nothing).</summary>
    private static int? Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private readonly record struct Row(string File, long Line, string[] Fields)
    {
        public string this[int field] => Fields[field];
    }
}
