using CsCheck;

namespace LmsActors.Import;

public class ReplayScheduleTests
{
    /// <summary>Rooms with silences, ties, disorder and duplicate ids, within and between them.</summary>
    private static readonly Gen<GitterRoomArchive[]> Rooms =
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[0, 60]).Array[0, 20].Array[0, 5]
            .Select(rooms => rooms.Select((rows, room) =>
                Room(room, [.. rows.Select(row => Message(row.Item1, $"m{row.Item2}"))])).ToArray());

    [Fact]
    public void Merge_AnyRooms_GivesEachMessageOnceOldestFirst() => Rooms.Sample(rooms =>
    {
        var merged = ReplaySchedule.Merge(rooms).ToList();

        Assert.Equal(merged.OrderBy(record => record.SentAt).Select(record => record.SentAt), merged.Select(record => record.SentAt));
        Assert.Equal(
            rooms.SelectMany(room => room.Records).Select(record => record.MessageId).Distinct().Order(StringComparer.Ordinal),
            merged.Select(record => record.MessageId).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Merge_SameInstant_KeepsTheRoomsOrderAndTheFilesOrderReversed()
    {
        var merged = ReplaySchedule.Merge([Room(0, Message(5, "b"), Message(5, "a")), Room(1, Message(5, "c"), Message(4, "0"))]);

        Assert.Equal(["0", "a", "b", "c"], merged.Select(record => record.MessageId));
    }

    [Fact]
    public async Task Plan_Sample_PlaysTheWholeRoomInItsRhythm()
    {
        var rooms = new List<GitterRoomArchive>();
        await foreach (var room in GitterArchive.ReadAsync(ImportFolder.Sample))
            rooms.Add(room);
        var steps = new ReplaySchedule(speed: 600).Plan(ReplaySchedule.Merge(rooms)).ToList();

        var first = rooms[0].Records[^1].SentAt;
        Assert.Equal(1137, steps.Count);
        Assert.Equal(TimeSpan.Zero, steps[0].Offset);
        Assert.All(steps, step => Assert.Equal((step.Record.SentAt - first) / 600, step.Offset));
    }

    [Fact]
    public void Plan_WithMaxGap_ShortensEachLongSilenceOnly()
    {
        var messages = new[] { 0, 10, 1_000, 1_004, 9_000 }.Select(second => Message(second, $"{second}"));

        var offsets = new ReplaySchedule(2, TimeSpan.FromSeconds(30)).Plan(messages).Select(step => step.Offset.TotalSeconds);

        Assert.Equal([0, 5, 35, 37, 67], offsets);
    }

    [Fact]
    public void Plan_AnyRooms_NeverGoesBackAndNeverWaitsLonger() =>
        Gen.Select(Rooms, Gen.Double[0.01, 10_000], Gen.Int[0, 100]).Sample((rooms, speed, seconds) =>
        {
            var maxGap = TimeSpan.FromSeconds(seconds);
            var last = TimeSpan.Zero;
            foreach (var step in new ReplaySchedule(speed, maxGap).Plan(ReplaySchedule.Merge(rooms)))
            {
                Assert.InRange(step.Offset - last, TimeSpan.Zero, maxGap + TimeSpan.FromMicroseconds(1));
                last = step.Offset;
            }
        });

    [Fact]
    public void Plan_MessageOutOfOrder_IsPlayedAtOnce()
    {
        var steps = new ReplaySchedule(1).Plan([Message(10, "a"), Message(4, "b"), Message(12, "c")]);

        Assert.Equal([0, 0, 2], steps.Select(step => step.Offset.TotalSeconds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void New_SpeedOutOfBounds_IsRefused(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplaySchedule(speed));

    [Fact]
    public void New_NegativeGap_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplaySchedule(1, TimeSpan.FromSeconds(-1)));

    private static GitterRecord Message(int second, string id) =>
        new("r", "u", DateTimeOffset.UnixEpoch.AddSeconds(second), "a", "a", id, "");

    private static GitterRoomArchive Room(int number, params GitterRecord[] records) => new($"{number}.tsv", "u", "r", records, []);
}
