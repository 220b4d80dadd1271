using System.Globalization;
using Sluice.Expressions.Functions.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>
/// Matches one <see cref="JavaRegex"/>: holds the groups of the last match and the stack of alternatives, and is used again for each text
/// without allocating. Not for two threads at once.
/// </summary>
public sealed class JavaRegexMatcher
{
    /// <summary>Steps one search may take before it is given up: some patterns take exponential time (Java would not come back).</summary>
    public const long MaxSteps = 20_000_000;

    private const int MaxStack = 1 << 24;

    // A frame of the stack is four numbers: its kind and a, b, c. A kind >= 0 is the instruction to go on at, at position a.
    private const int UndoRegister = -1;
    private const int UndoGroup = -2;
    private const int GiveBack = -3;
    private const int TakeMore = -4;
    private const int EnterLoop = -5;
    private const int FrameSize = 4;

    private readonly RegexProgram _program;
    private readonly int[] _groups;
    private readonly int[] _registers;
    private int[] _stack = new int[256];
    private int _top;
    private long _steps;
    private int _from;
    private bool _wholeText;
    private bool _exhausted;
    private int _end;

    /// <summary>A matcher for <paramref name="regex"/>.</summary>
    public JavaRegexMatcher(JavaRegex regex)
    {
        _program = regex.Program;
        _groups = new int[_program.GroupCount * 2];
        _registers = new int[_program.RegisterCount];
    }

    /// <summary>The number of capturing groups.</summary>
    public int GroupCount => _program.GroupCount - 1;

    /// <summary>The first unit of group <paramref name="group"/> in the last match; -1 when it took no part.</summary>
    public int Start(int group) => _groups[group * 2];

    /// <summary>The unit behind group <paramref name="group"/> in the last match; -1 when it took no part.</summary>
    public int End(int group) => _groups[(group * 2) + 1];

    /// <summary>
    /// Whether the whole text matches. False with <paramref name="exhausted"/> when the search was given up: the row fails.
    /// </summary>
    public bool IsMatch(ReadOnlySpan<char> text, out bool exhausted)
    {
        Begin(0, wholeText: true);
        bool found = Run(text, 0, 0, 0);
        exhausted = _exhausted;
        if (found)
            (_groups[0], _groups[1]) = (0, _end);
        return found;
    }

    /// <summary>
    /// Finds the next match at or behind unit <paramref name="from"/>. <paramref name="exhausted"/> as in <see cref="IsMatch"/>.
    /// To find all, go on at the end of the match, one unit further when it was empty.
    /// </summary>
    public bool Find(ReadOnlySpan<char> text, int from, out bool exhausted) => Find(text, from, from, out exhausted);

    /// <summary>As <see cref="Find(ReadOnlySpan{char}, int, out bool)"/>, with the end of the match before, which is what \G means.</summary>
    public bool Find(ReadOnlySpan<char> text, int from, int lastEnd, out bool exhausted)
    {
        Begin(lastEnd, wholeText: false);
        exhausted = false;
        for (int i = from; i <= text.Length; i++)
        {
            if (_program.Prefix.Length > 0)
            {
                int skip = text[i..].IndexOf(_program.Prefix, StringComparison.Ordinal);
                if (skip < 0)
                    return false;
                i += skip;
            }

            if (_program.ByCodePoint && i > from && i < text.Length && char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
                continue;
            if (Run(text, 0, i, 0))
            {
                _groups[0] = i;
                _groups[1] = _end;
                return true;
            }

            exhausted = _exhausted;
            if (exhausted)
                return false;
        }

        return false;
    }

    private void Begin(int lastEnd, bool wholeText)
    {
        Array.Fill(_groups, -1);
        _top = 0;
        _steps = 0;
        _from = lastEnd;
        _wholeText = wholeText;
        _exhausted = false;
    }

    private void Push(int kind, int a, int b = 0, int c = 0)
    {
        if (_top + FrameSize > _stack.Length)
            Array.Resize(ref _stack, _stack.Length * 2);
        _stack[_top] = kind;
        _stack[_top + 1] = a;
        _stack[_top + 2] = b;
        _stack[_top + 3] = c;
        _top += FrameSize;
    }

    private void SetRegister(int register, int value)
    {
        Push(UndoRegister, register, _registers[register]);
        _registers[register] = value;
    }

    // Runs from an instruction to its Accept, position in _end. What it set stays set on success, and its alternatives are dropped.
    private bool Run(ReadOnlySpan<char> text, int at, int index, int depth)
    {
        int floor = _top;
        RegexInstruction[] code = _program.Code;
        for (; ; )
        {
            if (++_steps > MaxSteps || _top > MaxStack)
            {
                _exhausted = true;
                return false;
            }

            ref readonly RegexInstruction instruction = ref code[at];
            bool ok = true;
            switch (instruction.Op)
            {
                case RegexOp.Accept:
                    ok = depth > 0 || !_wholeText || index == text.Length;
                    if (ok)
                    {
                        _end = index;
                        _top = floor;
                        return true;
                    }

                    break;
                case RegexOp.Unit:
                    ok = index < text.Length && text[index] == instruction.A;
                    index++;
                    at++;
                    break;
                case RegexOp.Class:
                    int width = instruction.Class!.Match(text, index);
                    ok = width > 0;
                    index += width;
                    at++;
                    break;
                case RegexOp.ClassGreedy or RegexOp.ClassPossessive:
                    ok = TakeMany(text, instruction, at, ref index);
                    at++;
                    break;
                case RegexOp.ClassLazy:
                    ok = TakeFew(text, instruction, at, ref index);
                    at++;
                    break;
                case RegexOp.Jump:
                    at = instruction.A;
                    break;
                case RegexOp.Split:
                    Push(instruction.B, index);
                    at = instruction.A;
                    break;
                case RegexOp.GroupStart:
                    SetRegister(instruction.B, index);
                    at++;
                    break;
                case RegexOp.GroupEnd:
                    SetGroup(instruction.A, _registers[instruction.B], index);
                    at++;
                    break;
                case RegexOp.LoopStart:
                    SetRegister(instruction.B, 0);
                    SetRegister(instruction.B + 1, -1);
                    at++;
                    break;
                case RegexOp.Loop:
                    at = EnterOrLeave(_program.Loops[instruction.A], instruction.B, at, index);
                    break;
                case RegexOp.BackReference:
                    ok = Repeats(text, instruction, ref index);
                    at++;
                    break;
                case RegexOp.Anchor:
                    ok = Holds((RegexAnchor)instruction.A, text, index);
                    at++;
                    break;
                case RegexOp.LineEnding:
                    ok = LineEnding(text, at, ref index);
                    at++;
                    break;
                case RegexOp.LookAhead:
                    ok = Run(text, at + 1, index, depth + 1) != (instruction.A == 1) && !_exhausted;
                    at = instruction.B;
                    break;
                case RegexOp.LookBehind:
                    RegexBehind behind = _program.Behinds[instruction.A];
                    ok = LooksBack(text, behind, at + 1, index, depth + 1) != behind.Negative && !_exhausted;
                    at = instruction.B;
                    break;
                case RegexOp.EndsAt:
                    ok = index == _registers[instruction.A];
                    at++;
                    break;
                case RegexOp.Atomic:
                    ok = Run(text, at + 1, index, depth + 1);
                    index = _end;
                    at = instruction.B;
                    break;
                case RegexOp.AtomicLoop:
                    ok = RepeatsAtomically(text, _program.Loops[instruction.A], at + 1, ref index, depth + 1);
                    at = instruction.B;
                    break;
            }

            if (_exhausted || (!ok && !Backtrack(text, floor, out at, out index)))
                return false;
        }
    }

    // Undoes down to the youngest alternative and takes it. False when there is none above the floor.
    private bool Backtrack(ReadOnlySpan<char> text, int floor, out int at, out int index)
    {
        while (_top > floor)
        {
            _top -= FrameSize;
            int kind = _stack[_top];
            int a = _stack[_top + 1];
            int b = _stack[_top + 2];
            int c = _stack[_top + 3];
            switch (kind)
            {
                case UndoRegister:
                    _registers[a] = b;
                    break;
                case UndoGroup:
                    _groups[a] = b;
                    break;
                case GiveBack:
                    at = a + 1;
                    index = GiveOneBack(text, a, b, c);
                    return true;
                case TakeMore:
                    at = a + 1;
                    index = b;
                    if (TakeOneMore(text, a, c, ref index))
                        return true;
                    break;
                case EnterLoop:
                    at = a + 1;
                    index = b;
                    BeginIteration(_program.Loops[_program.Code[a].A], _program.Code[a].B, b);
                    return true;
                default:
                    at = kind;
                    index = a;
                    return true;
            }
        }

        at = index = -1;
        return false;
    }

    private void SetGroup(int group, int start, int end)
    {
        Push(UndoGroup, group * 2, _groups[group * 2]);
        Push(UndoGroup, (group * 2) + 1, _groups[(group * 2) + 1]);
        _groups[group * 2] = start;
        _groups[(group * 2) + 1] = end;
    }

    private bool TakeMany(ReadOnlySpan<char> text, in RegexInstruction instruction, int at, ref int index)
    {
        RegexClass set = instruction.Class!;
        int least = index;
        int count = 0;
        for (; count < instruction.B; count++)
        {
            int width = set.Match(text, index);
            if (width == 0)
                break;
            index += width;
            if (count + 1 == instruction.A)
                least = index;
        }

        _steps += count;
        if (count < instruction.A)
            return false;
        if (index > least && instruction.Op == RegexOp.ClassGreedy)
        {
            Push(GiveBack, at, least, index);
        }

        return true;
    }

    private int GiveOneBack(ReadOnlySpan<char> text, int at, int least, int end)
    {
        bool isPair = !_program.Code[at].Class!.IsUnit
            && end - least >= 2 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]);
        end -= isPair ? 2 : 1;
        if (end > least)
            Push(GiveBack, at, least, end);
        return end;
    }

    private bool TakeFew(ReadOnlySpan<char> text, in RegexInstruction instruction, int at, ref int index)
    {
        RegexClass set = instruction.Class!;
        for (int count = 0; count < instruction.A; count++)
        {
            int width = set.Match(text, index);
            if (width == 0)
                return false;
            index += width;
        }

        if (instruction.A < instruction.B)
            Push(TakeMore, at, index, instruction.A);
        return true;
    }

    private bool TakeOneMore(ReadOnlySpan<char> text, int at, int count, ref int index)
    {
        RegexInstruction instruction = _program.Code[at];
        int width = instruction.Class!.Match(text, index);
        index += width;
        if (width > 0 && count + 1 < instruction.B)
            Push(TakeMore, at, index, count + 1);
        return width > 0;
    }

    private int EnterOrLeave(RegexLoop loop, int register, int at, int index)
    {
        int count = _registers[register];
        if (count > 0 && index == _registers[register + 1])
        {
            if (loop.KeptGroup > 0 && count > loop.Least)
                SetGroup(loop.KeptGroup, _registers[register + 2], _registers[register + 3]);
            return loop.Exit;
        }

        if (count >= loop.Most)
            return loop.Exit;
        if (count >= loop.Least)
        {
            if (loop.IsLazy)
            {
                Push(EnterLoop, at, index);
                return loop.Exit;
            }

            Push(loop.Exit, index);
        }

        BeginIteration(loop, register, index);
        return at + 1;
    }

    private void BeginIteration(RegexLoop loop, int register, int index)
    {
        SetRegister(register, _registers[register] + 1);
        SetRegister(register + 1, index);
        if (loop.KeptGroup > 0)
        {
            SetRegister(register + 2, Start(loop.KeptGroup));
            SetRegister(register + 3, End(loop.KeptGroup));
        }
    }

    private bool RepeatsAtomically(ReadOnlySpan<char> text, RegexLoop loop, int at, ref int index, int depth)
    {
        for (int count = 0; count < loop.Most; count++)
        {
            if (!Run(text, at, index, depth))
                return count >= loop.Least;
            bool isEmpty = _end == index;
            index = _end;
            if (isEmpty && count >= loop.Least)
                break;
        }

        return true;
    }

    private bool LooksBack(ReadOnlySpan<char> text, RegexBehind behind, int at, int index, int depth)
    {
        _registers[behind.Register] = index;
        int least = Math.Max(unchecked(index - behind.Most), 0);
        if (behind.ByCodePoint)
            least = StepBack(text, index, behind.Most);
        for (int start = StepBack(text, index, behind.Least, behind.ByCodePoint); start >= least; start -= Step(text, start, behind.ByCodePoint))
        {
            if (Run(text, at, start, depth))
                return true;
            if (start == 0 || _exhausted)
                break;
        }

        return false;
    }

    // The position that many characters before; negative when units are counted and there are not so many.
    private static int StepBack(ReadOnlySpan<char> text, int index, int count, bool byCodePoint = true)
    {
        if (!byCodePoint)
            return index - count;
        for (; index > 0 && count > 0; count--)
            index -= Step(text, index, byCodePoint: true);
        return index;
    }

    private static int Step(ReadOnlySpan<char> text, int end, bool byCodePoint) =>
        byCodePoint && end >= 2 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;

    private bool Repeats(ReadOnlySpan<char> text, in RegexInstruction instruction, ref int index)
    {
        int group = instruction.A;
        if (group >= _program.GroupCount || _groups[group * 2] < 0)
            return false;
        ReadOnlySpan<char> wanted = text[_groups[group * 2].._groups[(group * 2) + 1]];
        if (index + wanted.Length > text.Length)
            return false;
        ReadOnlySpan<char> found = text.Slice(index, wanted.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] != found[i] && !(instruction.B != 0 && SameFolded(wanted[i], found[i], instruction.B == 3)))
                return false;
        }

        index += wanted.Length;
        return true;
    }

    private static bool SameFolded(char a, char b, bool unicode) => unicode
        ? CaseMapping.SimpleLower(CaseMapping.SimpleUpper(a)) == CaseMapping.SimpleLower(CaseMapping.SimpleUpper(b))
        : char.IsAsciiLetter(a) && char.IsAsciiLetter(b) && (a | 0x20) == (b | 0x20);

    private bool LineEnding(ReadOnlySpan<char> text, int at, ref int index)
    {
        if (index >= text.Length || !RegexProperties.VerticalSpace.Contains(text[index]))
            return false;
        if (text[index] == '\r' && index + 1 < text.Length && text[index + 1] == '\n')
        {
            Push(at + 1, index + 1);
            index++;
        }

        index++;
        return true;
    }

    private bool Holds(RegexAnchor anchor, ReadOnlySpan<char> text, int index) => anchor switch
    {
        RegexAnchor.Begin => index == 0,
        RegexAnchor.End => index == text.Length,
        RegexAnchor.Caret => index < text.Length && (index == 0 || (IsLineEnd(text[index - 1]) && !(text[index - 1] == '\r' && text[index] == '\n'))),
        RegexAnchor.UnixCaret => index < text.Length && (index == 0 || text[index - 1] == '\n'),
        RegexAnchor.Dollar => IsAtEnd(text, index),
        RegexAnchor.DollarMultiline => index == text.Length || IsBeforeLineEnd(text, index),
        RegexAnchor.UnixDollar => index == text.Length || (index == text.Length - 1 && text[index] == '\n'),
        RegexAnchor.UnixDollarMultiline => index == text.Length || text[index] == '\n',
        RegexAnchor.LastMatch => index == _from,
        RegexAnchor.WordBoundary => IsWordAt(text, index - 1) != IsWordAt(text, index),
        _ => IsWordAt(text, index - 1) == IsWordAt(text, index),
    };

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static bool IsBeforeLineEnd(ReadOnlySpan<char> text, int index) =>
        IsLineEnd(text[index]) && !(text[index] == '\n' && index > 0 && text[index - 1] == '\r');

    // The end, or before the last line end; CR LF is one.
    private static bool IsAtEnd(ReadOnlySpan<char> text, int index) => (text.Length - index) switch
    {
        0 => true,
        1 => IsBeforeLineEnd(text, index),
        2 => text[index] == '\r' && text[index + 1] == '\n',
        _ => false,
    };

    // The character that contains the unit; a non-spacing mark counts when it stands on a letter or digit.
    private static bool IsWordAt(ReadOnlySpan<char> text, int index)
    {
        if (index < 0 || index >= text.Length)
            return false;
        if (char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1]))
            index--;
        int c = CodePoints.At(text, index);
        if (RegexProperties.IsBoundaryWord(c))
            return true;
        for (; index >= 0 && RegexProperties.Category(CodePoints.At(text, index)) == UnicodeCategory.NonSpacingMark; index--)
        {
            if (index > 0 && RegexProperties.IsLetterOrDigit(CodePoints.At(text, index - 1)))
                return true;
        }

        return false;
    }
}
