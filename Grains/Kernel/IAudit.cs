namespace LmsActors.Kernel;

/// <summary>Tells what a state says about itself and about what other actors know.</summary>
internal interface IAudit<in TState>
{
    AuditReport Of(ActorKey key, TState state);
}
