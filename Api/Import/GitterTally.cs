using System.Runtime.InteropServices;

namespace LmsActors.Import;

/// <summary>Counts rooms as they are read. Keeps the ids it has seen, about 100 bytes a message, and no texts.</summary>
internal sealed class GitterTally
{
    private readonly HashSet<string> _messages = [];
    private readonly HashSet<string> _authors = [];
    private readonly Dictionary<string, int> _perRoom = [];
    private readonly Dictionary<string, int> _perAuthor = [];
    private readonly Dictionary<string, int> _given = [];
    private readonly Dictionary<string, int> _received = [];
    private long _records;
    private long _kudos;
    private long _dirty;

    public void Add(GitterRoomArchive room)
    {
        _records += room.Records.Count;
        _dirty += room.DirtyRows.Count;
        foreach (var record in room.Records)
        {
            if (_messages.Add(record.MessageId))
                AddMessage(record);
        }
    }

    public GitterCounts Counts() => new()
    {
        Records = _records,
        Duplicates = _records - _messages.Count,
        Messages = _messages.Count,
        Rooms = _perRoom.Count,
        Authors = _authors.Count,
        Kudos = _kudos,
        DirtyRows = _dirty,
        MessagesPerRoom = new Dictionary<string, int>(_perRoom),
        MessagesPerAuthor = new Dictionary<string, int>(_perAuthor),
        KudosGiven = new Dictionary<string, int>(_given),
        KudosReceived = new Dictionary<string, int>(_received),
    };

    private void AddMessage(GitterRecord record)
    {
        _authors.Add(record.FromUserId);
        Increment(_perRoom, record.RoomUri);
        Increment(_perAuthor, record.FromUserName);
        foreach (var kudos in GitterKudos.In(record))
        {
            _kudos++;
            Increment(_given, kudos.Giver);
            Increment(_received, kudos.Receiver);
        }
    }

    private static void Increment(Dictionary<string, int> counts, string name) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, name, out _)++;
}
