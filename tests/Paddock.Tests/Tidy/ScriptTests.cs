namespace Paddock.Tests.Tidy;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ScriptTests
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static IEnumerable<TreeFile> Scripts => Tree.Files.Where(ScriptRules.IsScript);

    private static IEnumerable<TreeFile> Workflows => Tree.Files.Where(file => file.IsIn(".github/workflows"));

    [Fact]
    public void Scripts_can_be_started() => Scripts
        .SelectMany(script => ScriptRules.Executable(script, File.GetUnixFileMode(Tree.FullPath(script.Path))))
        .ShouldHold();

    [Fact]
    public void Scripts_can_be_read() => Scripts.SelectMany(ScriptRules.Syntax).ShouldHold();

    [Fact]
    public void Actions_are_pinned() => Workflows.SelectMany(ScriptRules.PinnedActions).ShouldHold();

    [Fact]
    public void Workflows_may_do_nothing_by_default() => Workflows.SelectMany(ScriptRules.Permissions).ShouldHold();

    [Fact]
    public void The_entry_points_are_scripts() =>
        Scripts.Select(script => script.Path).ShouldContain(path => path == "test" || path == ".ci/run", 2);

    [Theory]
    [InlineData("#!/bin/sh\n", Plain, 1)]
    [InlineData("#!/usr/bin/env bash\n", Plain | UnixFileMode.UserExecute, 0)]
    [InlineData("# read by another\n", Plain, 0)]
    [InlineData("# read by another\n", Plain | UnixFileMode.UserExecute, 1)]
    public void A_script_that_cannot_be_started_is_found(string text, UnixFileMode mode, int faults) =>
        ScriptRules.Executable(new TreeFile("a.sh", text), mode).Count().ShouldBe(faults);

    [Theory]
    [InlineData("#!/bin/bash\nif true; then echo; fi\n", 0)]
    [InlineData("#!/bin/bash\nif true; then echo\n", 1)]
    [InlineData("#!/bin/sh\na=(1 2)\n", 1)]
    public void A_script_that_cannot_be_read_is_found(string text, int faults) =>
        ScriptRules.Syntax(new TreeFile("a.sh", text)).Count().ShouldBe(faults);

    [Theory]
    [InlineData("uses: actions/checkout@v5", 1)]
    [InlineData("uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", 1)]
    [InlineData("uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", 0)]
    [InlineData("uses: ./.github/actions/ours", 0)]
    public void An_action_by_its_tag_is_found(string line, int faults) =>
        ScriptRules.PinnedActions(new TreeFile("ci.yml", line)).Count().ShouldBe(faults);

    [Fact]
    public void A_workflow_that_may_do_anything_is_found() =>
        ScriptRules.Permissions(new TreeFile("ci.yml", "on: push\n")).ShouldHaveSingleItem();
}
