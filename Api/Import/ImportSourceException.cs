namespace LmsActors.Import;

/// <summary>
/// The source of an import cannot be read at all: it is missing, damaged, or holds nothing of the wanted form.
/// The message is one sentence that a person can act on. A dirty row is never a reason for it; see <see cref="DirtyRow"/>.
/// </summary>
internal sealed class ImportSourceException(string sentence, Exception? cause = null) : Exception(sentence, cause);
