namespace LmsActors.Import;

/// <summary>Whom a long job tells how far it is.</summary>
internal interface IImportProgress
{
    /// <summary>So many more are done.</summary>
    void Advance(long count);

    /// <summary>Something begins that takes a while.</summary>
    void Say(string what);

    /// <summary>A place in the source is not as it should be.</summary>
    void Report(DirtyRow row);
}
