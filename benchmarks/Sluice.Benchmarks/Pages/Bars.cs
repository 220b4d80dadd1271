namespace Sluice.Benchmarks.Pages;

/// <summary>What must be reached and what is aimed at: ratios to the yardstick, or seconds where the page is absolute.</summary>
internal sealed record Bars(double First, double Aim);
