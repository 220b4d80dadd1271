namespace Sluice.Expressions;

/// <summary>The words of dates in American English, the only language here: Java's <c>Locale.US</c>.</summary>
internal static class DateTexts
{
    private static readonly string[] s_months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly string[] s_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] s_quarters = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"];

    /// <summary>Month names; index 0 is January.</summary>
    public static IReadOnlyList<string> Months => s_months;

    /// <summary>Day names; index 0 is Monday.</summary>
    public static IReadOnlyList<string> Days => s_days;

    /// <summary>The word of a field.</summary>
    /// <param name="field">Era, Month, Quarter, DayOfWeek, LocalDayOfWeek or HalfOfDay.</param>
    /// <param name="value">Its value.</param>
    /// <param name="width">3 short, 4 full, 5 one letter.</param>
    public static string Word(DateField field, long value, int width) => field switch
    {
        DateField.Era => width == 4 ? (value == 1 ? "Anno Domini" : "Before Christ") : width == 5 ? (value == 1 ? "A" : "B") : value == 1 ? "AD" : "BC",
        DateField.Month => Cut(s_months[value - 1], width),
        DateField.Quarter => width == 4 ? s_quarters[value - 1] : width == 5 ? $"{value}" : $"Q{value}",
        DateField.DayOfWeek => Cut(s_days[value - 1], width),
        DateField.LocalDayOfWeek => Cut(s_days[(value + 5) % 7], width),
        _ => value == 0 ? "AM" : "PM",
    };

    /// <summary>The least and the greatest value of a field that has words.</summary>
    public static (int Least, int Most) Range(DateField field) => field switch
    {
        DateField.Month => (1, 12),
        DateField.Quarter => (1, 4),
        DateField.DayOfWeek or DateField.LocalDayOfWeek => (1, 7),
        _ => (0, 1),
    };

    private static string Cut(string word, int width) => width == 4 ? word : width == 5 ? word[..1] : word[..3];
}
