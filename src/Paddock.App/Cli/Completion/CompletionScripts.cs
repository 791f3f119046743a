namespace Paddock.App.Cli.Completion;

/// <summary>
/// What makes a shell ask <c>paddock complete</c> for the words that fit. They hold nothing of the commands
/// themselves, so that they stay right when the program is upgraded.
/// </summary>
internal static class CompletionScripts
{
    /// <summary>Instead of words: a file's name goes here.</summary>
    public const string Files = ":files";

    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["bash"] = Bash, ["fish"] = Fish, ["powershell"] = PowerShell, ["zsh"] = Zsh,
    };

    // bash takes a word apart at '=' and ':' and puts in only what comes behind the last of them.
    private const string Bash =
        """
        # bash completion of paddock. In ~/.bashrc:  source <(paddock completion bash)
        _paddock() {
            local word words=() found line
            for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
                if ((${#words[@]})) && [[ $word == [=:]* || ${words[-1]} == *[=:] ]]; then
                    words[-1]+=$word
                else
                    words+=("$word")
                fi
            done
            word=${words[-1]}
            word=${word%"${word##*[=:]}"}
            COMPREPLY=()
            found=$(paddock complete -- "${words[@]}" 2>/dev/null) || return 0
            if [[ $found == :files ]]; then
                compopt -o default 2>/dev/null
                return 0
            fi
            while IFS= read -r line; do
                [[ -n $line ]] && COMPREPLY+=("${line#"$word"}")
            done <<<"$found"
            return 0
        }
        complete -F _paddock paddock
        """;

    private const string Zsh =
        """
        #compdef paddock
        # zsh completion of paddock. In ~/.zshrc, after compinit:  source <(paddock completion zsh)
        # or in a directory of $fpath:  paddock completion zsh > _paddock
        _paddock() {
            local -a found
            found=("${(@f)$(paddock complete -- "${(@Q)words[1,CURRENT]}" 2>/dev/null)}")
            if [[ $found[1] == :files ]]; then
                _files
            elif [[ -n $found[1] ]]; then
                compadd -- "${found[@]}"
            fi
        }
        if [[ $funcstack[1] == _paddock ]]; then
            _paddock "$@"
        else
            compdef _paddock paddock
        fi
        """;

    private const string Fish =
        """
        # fish completion of paddock. Once:  paddock completion fish > ~/.config/fish/completions/paddock.fish
        function __paddock_complete
            set -l before (commandline -opc)
            set -l word (commandline -ct)
            set -l found (paddock complete -- $before "$word" 2>/dev/null)
            if test "$found[1]" = :files
                __fish_complete_path "$word"
            else if test -n "$found[1]"
                printf '%s\n' $found
            end
        end
        complete -c paddock -f -a '(__paddock_complete)'
        """;

    // Older PowerShells drop an empty argument on its way to a program; --next says that there is one.
    private const string PowerShell =
        """
        # PowerShell completion of paddock. In $PROFILE:  paddock completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName paddock -ScriptBlock {
            param($word, $ast, $cursor)
            $before = $ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor }
            $words = @($before | ForEach-Object { "$_" })
            $next = if ($word -eq '') { @('--next') } else { @() }
            $found = @(paddock complete @next -- @words 2>$null)
            if ($found -and $found[0] -ne ':files') {
                $found | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
        }
        """;
}
