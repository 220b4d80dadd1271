namespace Sluice.Plans;

/// <summary>What a job promises for a table, derived from source, sink and commit protocol, never typed by anybody.</summary>
/// <param name="Kind">The promise.</param>
/// <param name="Reason">Why, in one clause for the plan.</param>
public sealed record DeliveryPromise(DeliveryKind Kind, string Reason)
{
    /// <summary>The promise as printed: <c>exactly-once</c>.</summary>
    public string KindText => Kind switch
    {
        DeliveryKind.ExactlyOnce => "exactly-once",
        DeliveryKind.AtLeastOnce => "at-least-once",
        _ => "best-effort",
    };
}
