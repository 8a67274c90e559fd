namespace LmsActors.Storage.Sqlite;

/// <summary>One append that is not sorted into its journal's chunks yet.</summary>
internal readonly record struct TailEntry(long Position, ReadOnlyMemory<byte> Data);
