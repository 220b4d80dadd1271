using System.Text;

namespace Sluice.Expressions.Functions.Patterns;

/// <summary>Turns the nodes of a regular expression into instructions for <see cref="JavaRegexMatcher"/>.</summary>
internal sealed class RegexCompiler
{
    private readonly List<RegexInstruction> _code = [];
    private readonly List<RegexLoop> _loops = [];
    private readonly List<RegexBehind> _behinds = [];
    private int _registers;

    internal static RegexProgram Compile(RegexNode root, int groupCount, bool byCodePoint)
    {
        var compiler = new RegexCompiler();
        compiler.Emit(root);
        compiler._code.Add(new(RegexOp.Accept));
        return new RegexProgram(
            [.. compiler._code], [.. compiler._loops], [.. compiler._behinds], groupCount, compiler._registers, byCodePoint, compiler.Prefix());
    }

    // The units every match begins with: the search jumps from one place of them to the next.
    private string Prefix()
    {
        var prefix = new StringBuilder();
        foreach (RegexInstruction instruction in _code)
        {
            if (instruction.Op != RegexOp.Unit)
                break;
            prefix.Append((char)instruction.A);
        }

        return prefix.ToString();
    }

    private int Add(RegexOp op, int a = 0, int b = 0, RegexClass? set = null)
    {
        _code.Add(new(op, a, b, set));
        return _code.Count - 1;
    }

    private void Patch(int at, int? a = null, int? b = null) => _code[at] = _code[at] with { A = a ?? _code[at].A, B = b ?? _code[at].B };

    private int Register(int count)
    {
        _registers += count;
        return _registers - count;
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.One { Class: { IsUnit: true, Literal: >= 0 } set }:
                Add(RegexOp.Unit, set.Literal);
                break;
            case RegexNode.One one:
                Add(RegexOp.Class, set: one.Class);
                break;
            case RegexNode.Sequence sequence:
                foreach (RegexNode item in sequence.Items)
                    Emit(item);
                break;
            case RegexNode.Branch branch:
                EmitBranch(branch);
                break;
            case RegexNode.Group group:
                EmitGroup(group);
                break;
            case RegexNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case RegexNode.BackReference reference:
                Add(RegexOp.BackReference, reference.Number, (reference.IgnoreCase ? 1 : 0) + (reference.UnicodeCase ? 2 : 0));
                break;
            case RegexNode.Anchor anchor:
                Add(RegexOp.Anchor, (int)anchor.Kind);
                break;
            case RegexNode.LineEnding:
                Add(RegexOp.LineEnding);
                break;
            case RegexNode.LookAhead look:
                EmitIsolated(RegexOp.LookAhead, look.Negative ? 1 : 0, look.Body);
                break;
            case RegexNode.LookBehind look:
                EmitLookBehind(look);
                break;
            case RegexNode.Atomic atomic:
                EmitIsolated(RegexOp.Atomic, 0, atomic.Body);
                break;
        }
    }

    private void EmitIsolated(RegexOp op, int a, RegexNode body)
    {
        int at = Add(op, a);
        Emit(body);
        Add(RegexOp.Accept);
        Patch(at, b: _code.Count);
    }

    private void EmitLookBehind(RegexNode.LookBehind look)
    {
        _behinds.Add(new RegexBehind(look.Negative, look.Least, look.Most, look.ByCodePoint, Register(1)));
        int at = Add(RegexOp.LookBehind, _behinds.Count - 1);
        int register = _behinds[^1].Register;
        Emit(look.Body);
        Add(RegexOp.EndsAt, register);
        Add(RegexOp.Accept);
        Patch(at, b: _code.Count);
    }

    private void EmitBranch(RegexNode.Branch branch)
    {
        var ends = new List<int>();
        for (int i = 0; i < branch.Choices.Count - 1; i++)
        {
            int split = Add(RegexOp.Split);
            Emit(branch.Choices[i]);
            ends.Add(Add(RegexOp.Jump));
            Patch(split, split + 1, _code.Count);
        }

        Emit(branch.Choices[^1]);
        foreach (int end in ends)
            Patch(end, _code.Count);
    }

    private void EmitGroup(RegexNode.Group group)
    {
        if (group.Number == 0)
        {
            Emit(group.Body);
            return;
        }

        int register = Register(1);
        Add(RegexOp.GroupStart, group.Number, register);
        Emit(group.Body);
        Add(RegexOp.GroupEnd, group.Number, register);
    }

    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        if (repeat.Body is RegexNode.One one)
        {
            Add(repeat.Greed switch
            {
                RegexGreed.Greedy => RegexOp.ClassGreedy,
                RegexGreed.Lazy => RegexOp.ClassLazy,
                _ => RegexOp.ClassPossessive,
            }, repeat.Least, repeat.Most, one.Class);
        }
        else if (repeat.Greed == RegexGreed.Possessive)
        {
            _loops.Add(new RegexLoop(repeat.Least, repeat.Most, IsLazy: false));
            EmitIsolated(RegexOp.AtomicLoop, _loops.Count - 1, repeat.Body);
        }
        else if (repeat is { Least: 0, Most: 1 })
        {
            int split = Add(RegexOp.Split);
            Emit(repeat.Body);
            bool lazy = repeat.Greed == RegexGreed.Lazy;
            Patch(split, lazy ? _code.Count : split + 1, lazy ? split + 1 : _code.Count);
        }
        else
        {
            EmitLoop(repeat);
        }
    }

    private void EmitLoop(RegexNode.Repeat repeat)
    {
        int keptGroup = repeat.Body is RegexNode.Group { Number: > 0 } group && RegexLength.Of(group).IsDeterministic ? group.Number : 0;
        var loop = new RegexLoop(repeat.Least, repeat.Most, repeat.Greed == RegexGreed.Lazy, keptGroup);
        _loops.Add(loop);
        int number = _loops.Count - 1;
        int register = Register(4);
        Add(RegexOp.LoopStart, number, register);
        int head = Add(RegexOp.Loop, number, register);
        Emit(repeat.Body is RegexNode.LineEnding ? new RegexNode.Atomic(repeat.Body) : repeat.Body);
        Add(RegexOp.Jump, head);
        loop.Exit = _code.Count;
    }
}
