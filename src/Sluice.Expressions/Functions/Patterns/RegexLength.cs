namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// How long a match can be, by Java's way of adding it up (sums that wrap included): it decides which look-behinds are refused, how far the
/// others look, and which quantified groups keep the capture of their last iteration that was not empty.
/// </summary>
internal sealed class RegexLength
{
    /// <summary>The least number of characters.</summary>
    internal int Least { get; private set; }

    /// <summary>The largest number, when bounded; may have wrapped.</summary>
    internal int Most { get; private set; }

    /// <summary>Whether Java finds an obvious maximum.</summary>
    internal bool IsBounded { get; private set; } = true;

    /// <summary>Whether there is one way to match only.</summary>
    internal bool IsDeterministic { get; private set; } = true;

    internal static RegexLength Of(RegexNode node)
    {
        var length = new RegexLength();
        length.Add(node, static _ => { });
        return length;
    }

    // Adds a node and what follows it.
    private void Add(RegexNode node, Action<RegexLength> next)
    {
        switch (node)
        {
            case RegexNode.Sequence sequence:
                AddItems(sequence.Items, 0, next);
                return;
            case RegexNode.Group group:
                Add(group.Body, next);
                return;
            case RegexNode.Branch branch:
                AddBranch(branch.Choices, next);
                return;
            case RegexNode.Repeat { Body: RegexNode.Group, Least: 0, Most: 1, Greed: not RegexGreed.Possessive } optional:
                AddBranch([optional.Body, new RegexNode.Empty()], next);
                return;
            case RegexNode.Repeat { Body: RegexNode.Group, Greed: not RegexGreed.Possessive } loop when !Of(loop.Body).IsDeterministic:
                // Java looks no further.
                IsBounded = false;
                IsDeterministic = false;
                return;
            case RegexNode.Repeat repeat:
                AddRepeat(repeat);
                break;
            case RegexNode.Atomic atomic:
                Add(atomic.Body, static _ => { });
                break;
            case RegexNode.One:
                unchecked
                {
                    Least++;
                    Most++;
                }

                break;
            case RegexNode.BackReference:
                IsBounded = false;
                break;
            case RegexNode.LineEnding:
                unchecked
                {
                    Least++;
                    Most += 2;
                }

                break;
        }

        next(this);
    }

    private void AddItems(IReadOnlyList<RegexNode> items, int index, Action<RegexLength> next)
    {
        if (index == items.Count)
            next(this);
        else
            Add(items[index], length => length.AddItems(items, index + 1, next));
    }

    private void AddBranch(IReadOnlyList<RegexNode> choices, Action<RegexLength> next)
    {
        RegexLength[] lengths = [.. choices.Select(Of)];
        var rest = new RegexLength();
        next(rest);
        unchecked
        {
            Least += lengths.Min(c => c.Least) + rest.Least;
            Most += lengths.Max(c => c.Most) + rest.Most;
        }

        IsBounded = IsBounded && rest.IsBounded && lengths.All(c => c.IsBounded);
        IsDeterministic = false;
    }

    private void AddRepeat(RegexNode.Repeat repeat)
    {
        if (repeat is { Least: 0, Most: 1 })
        {
            int least = Least;
            Add(repeat.Body, static _ => { });
            Least = least;
            IsDeterministic = false;
            return;
        }

        if (repeat is { Body: RegexNode.One, Most: int.MaxValue, Greed: RegexGreed.Greedy })
        {
            unchecked
            {
                Least += repeat.Least;
                Most += int.MaxValue;
            }

            IsDeterministic = false;
            return;
        }

        RegexLength body = Of(repeat.Body);
        unchecked
        {
            int least = (body.Least * repeat.Least) + Least;
            Least = least < Least ? 0xFFFFFFF : least;
            int most = (body.Most * repeat.Most) + Most;
            IsBounded = IsBounded && body.IsBounded && most >= Most;
            Most = most;
        }

        IsDeterministic = IsDeterministic && body.IsDeterministic && repeat.Least == repeat.Most;
    }
}
