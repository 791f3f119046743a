namespace Paddock.Tests.Tidy;

public sealed class ProjectTests
{
    [Fact]
    public void Arrows_point_inwards() => Tree.Projects.SelectMany(ProjectRules.Arrows).ShouldHold();

    [Fact]
    public void Pure_projects_take_no_packages() => Tree.Projects.SelectMany(ProjectRules.PurePackages).ShouldHold();

    [Fact]
    public void Every_project_says_what_it_is() => Tree.Projects.SelectMany(ProjectRules.ProjectType).ShouldHold();

    [Fact]
    public void Providers_do_not_see_each_other()
    {
        var folders = new DirectoryInfo(Tree.FullPath("src/Paddock.Providers")).GetDirectories()
            .Select(of => of.Name).ToList();
        folders.ShouldContain("Docker");
        Tree.Code.SelectMany(file => ProjectRules.ProviderFolders(file, folders)).ShouldHold();
    }

    [Fact]
    public void Every_project_is_in_the_solution_and_has_its_lock_file()
    {
        var solution = Tree.Files.Single(file => file.Path == "Paddock.slnx").Text;
        Tree.Projects.Where(of => !solution.Contains($"\"{of.Path}\"", StringComparison.Ordinal))
            .Select(of => $"{of.Path} is not in Paddock.slnx.")
            .Concat(Tree.Projects.Where(of => !Tree.Has($"{Path.GetDirectoryName(of.Path)}/packages.lock.json"))
                .Select(of => $"{of.Path} has no packages.lock.json; dotnet restore writes it."))
            .ShouldHold();
    }

    [Fact]
    public void The_licence_is_here() =>
        File.ReadAllText(Tree.FullPath("LICENSE")).ShouldContain("Apache License");

    [Theory]
    [InlineData("src/Paddock.Storage/Paddock.Storage.csproj", "Paddock.Engine", "may not see Paddock.Engine")]
    [InlineData("src/Paddock.Engine/Paddock.Engine.csproj", "Paddock.GitHub", "may not see Paddock.GitHub")]
    [InlineData("src/Paddock.App/Paddock.App.csproj", "Paddock.Simulator", "may not see Paddock.Simulator")]
    [InlineData("src/Paddock.New/Paddock.New.csproj", "Paddock.Core", "whom it may see")]
    public void A_wrong_arrow_is_found(string path, string reference, string fault) => ProjectRules
        .Arrows(Project(path, "Adapter", $"<ProjectReference Include=\"../{reference}/{reference}.csproj\" />"))
        .ShouldHaveSingleItem().ShouldContain(fault);

    [Fact]
    public void A_package_of_a_pure_project_is_found() => ProjectRules
        .PurePackages(Project("src/Paddock.Core/Paddock.Core.csproj", "Core", "<PackageReference Include=\"Polly\" />"))
        .ShouldHaveSingleItem().ShouldContain("Polly");

    [Fact]
    public void An_unknown_type_of_project_is_found()
    {
        ProjectRules.ProjectType(Project("src/a.csproj", "Thing", "")).ShouldHaveSingleItem();
        ProjectRules.ProjectType(new TreeFile("src/a.csproj", "<Project />")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("using Paddock.Providers.Lxd;", 1)]
    [InlineData("using Paddock.Providers.Lxd.Api;", 1)]
    [InlineData("class A { Lxd.Client? client; }", 1)]
    [InlineData("class A { Bootstrap.Script? script; int n = options.Lxd.Count; }", 0)]
    [InlineData("class A { Docker.Client? client; }", 0)]
    public void A_provider_that_sees_another_is_found(string code, int faults) => ProjectRules
        .ProviderFolders(
            new TreeFile("src/Paddock.Providers/Docker/A.cs", code), ["Docker", "Lxd", "Bootstrap", "Calls"])
        .Count().ShouldBe(faults);

    private static TreeFile Project(string path, string type, string items) => new(
        path,
        $"""
        <Project>
          <PropertyGroup><ProjectType>{type}</ProjectType></PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """);
}
