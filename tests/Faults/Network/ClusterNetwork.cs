using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LmsActors.Faults;

/// <summary>What a silo is cut off from.</summary>
[Flags]
public enum CutFrom
{
    Others = 1,
    Storage = 2,
    Both = Others | Storage,
}

/// <summary>
/// The network of a cluster: between any two silos, and from each to the storage, lies a way of its own that can be cut. A silo gives
/// others the port of its relay as its own; the relay asks the kernel who has just connected.
/// </summary>
/// <param name="storageSocket">Where the database is.</param>
internal sealed class ClusterNetwork(string storageSocket) : IDisposable
{
    private readonly List<Member> _members = [];
    private readonly Dictionary<(int One, int Other), Way> _ways = [];
    private readonly Lock _gate = new();

    /// <summary>A place in the network for a process that is going to listen on this port; the caller then says which process that is.</summary>
    public Member Join(int listenPort)
    {
        var storage = new Way();
        var member = new Member(_members.Count, storage, new Relay(new UnixDomainSocketEndPoint(storageSocket), _ => storage));
        member.Silo = new Relay(new IPEndPoint(IPAddress.Loopback, listenPort), socket => WayTo(member, socket));
        _members.Add(member);
        return member;
    }

    public void Cut(ServerProcess silo, CutFrom from)
    {
        var member = _members.Single(one => one.Process == silo);
        if (from.HasFlag(CutFrom.Storage))
        {
            member.Storage.Cut();
        }

        foreach (var other in _members.Where(other => from.HasFlag(CutFrom.Others) && other != member))
        {
            Between(member, other).Cut();
        }
    }

    public void Heal()
    {
        lock (_gate)
        {
            foreach (var way in _ways.Values.Concat(_members.Select(member => member.Storage)))
            {
                way.Heal();
            }
        }
    }

    /// <summary>Holds up each thing that the storage is asked, for all.</summary>
    public void SlowStorage(TimeSpan delay) => _members.ForEach(member => member.Storage.Delay = delay);

    public void Dispose() => _members.ForEach(member => member.Dispose());

    private Way WayTo(Member member, Socket socket)
    {
        var process = SocketOwners.ProcessOf(
            ((IPEndPoint)socket.RemoteEndPoint!).Port, member.Silo.Port, _members.Select(one => one.Process?.Id).OfType<int>());
        return _members.Find(one => process is not null && one.Process?.Id == process) is { } from && from != member ? Between(from, member) : new Way();
    }

    private Way Between(Member one, Member other)
    {
        var key = (Math.Min(one.Number, other.Number), Math.Max(one.Number, other.Number));
        lock (_gate)
        {
            return _ways.TryGetValue(key, out var way) ? way : _ways[key] = new Way();
        }
    }

    /// <summary>A process in the network.</summary>
    internal sealed class Member(int number, Way storage, Relay storageRelay) : IDisposable
    {
        public int Number => number;

        public Way Storage => storage;

        public ServerProcess? Process { get; set; }

        /// <summary>What stands for the process among the others.</summary>
        public Relay Silo { get; set; } = null!;

        /// <summary>The connection string of the database, by way of this network.</summary>
        public string Through(string connection) => new NpgsqlConnectionStringBuilder(connection)
        {
            Host = "127.0.0.1",
            Port = storageRelay.Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;

        public void Dispose()
        {
            storageRelay.Dispose();
            Silo.Dispose();
        }
    }
}
