namespace LmsActors.Import;

internal static class ImportSetup
{
    /// <summary>The configuration that asks for the sample.</summary>
    public const string Sample = "Sample";

    public static void AddImport(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue<bool>(Sample))
        {
            builder.Services.AddHostedService<SampleLoader>();
        }
    }
}
