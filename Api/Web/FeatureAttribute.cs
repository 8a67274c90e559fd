namespace LmsActors.Web;

/// <summary>Puts a page behind the switch of a feature: off means that there is no such page.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FeatureAttribute(string feature) : Attribute
{
    public string Feature => feature;
}
