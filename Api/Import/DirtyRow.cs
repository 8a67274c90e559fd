namespace LmsActors.Import;

/// <summary>A place in an import's source that is not as it should be. It is reported; it never ends an import.</summary>
/// <param name="File">The file's name inside the folder or archive.</param>
/// <param name="Line">The line of text, counted from 1, on which the trouble begins.</param>
/// <param name="Reason">What is wrong, for a person.</param>
/// <param name="Kept">True: the row was read nevertheless and stands among the records. False: its text was left out.</param>
internal sealed record DirtyRow(string File, long Line, string Reason, bool Kept = false);
