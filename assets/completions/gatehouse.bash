# bash completion for gatehouse
# The words behind a word.
_gatehouse_verbs() {
  case $1 in
    'gatehouse') found=(open quit auth guard statusline hooks packages flags run env token lease estimate audit events allow lock unlock settings shell opencode doctor diagnose update serve completion) ;;
    'gatehouse auth') found=(providers login logout status quota switch undo rules import migrate backup restore files preview history keystore unlock) ;;
    'gatehouse auth rules') found=(list add remove) ;;
    'gatehouse statusline') found=(list install uninstall preview) ;;
    'gatehouse hooks') found=(list add remove example) ;;
    'gatehouse packages') found=(list check approve forget) ;;
    'gatehouse flags') found=(list set reset) ;;
    'gatehouse lease') found=(list create release use heartbeat revoke) ;;
    'gatehouse allow') found=(list set answer) ;;
    'gatehouse settings') found=(export import undo) ;;
    'gatehouse shell') found=(list install uninstall preview) ;;
    'gatehouse opencode') found=(list login logout) ;;
    *) return 1 ;;
  esac
}

# The options of a verb.
_gatehouse_options() {
  case $1 in
    'gatehouse') found=(-V --version -h --help) ;;
    'gatehouse open') found=(--json --page -h --help) ;;
    'gatehouse quit') found=(--json -h --help) ;;
    'gatehouse auth') found=(-h --help) ;;
    'gatehouse auth providers') found=(--json -h --help) ;;
    'gatehouse auth login') found=(--json --provider --method --client-id --agree --workspace --key-stdin --paste -h --help) ;;
    'gatehouse auth logout') found=(--json --provider --account --also-program -h --help) ;;
    'gatehouse auth status') found=(--json -h --help) ;;
    'gatehouse auth quota') found=(--json --now --provider -h --help) ;;
    'gatehouse auth switch') found=(--json --provider --account --strategy --unchecked -h --help) ;;
    'gatehouse auth undo') found=(--json -h --help) ;;
    'gatehouse auth rules') found=(-h --help --json) ;;
    'gatehouse auth rules list') found=(--json -h --help) ;;
    'gatehouse auth rules add') found=(--json --folder --account --provider -h --help) ;;
    'gatehouse auth rules remove') found=(--json --folder -h --help) ;;
    'gatehouse auth import') found=(--json --dry-run --only --yes -h --help) ;;
    'gatehouse auth migrate') found=(--json --dry-run --only --yes -h --help) ;;
    'gatehouse auth backup') found=(--json --out --provider --account --passphrase-stdin --force -h --help) ;;
    'gatehouse auth restore') found=(--json --account --passphrase-stdin --force --settings --files --file -h --help) ;;
    'gatehouse auth files') found=(--json --on --off -h --help) ;;
    'gatehouse auth preview') found=(--json --file -h --help) ;;
    'gatehouse auth history') found=(--json --file -h --help) ;;
    'gatehouse auth keystore') found=(--json --use --new-passphrase --passphrase-stdin --yes -h --help) ;;
    'gatehouse auth unlock') found=(--json --passphrase-stdin -h --help) ;;
    'gatehouse guard') found=(--json --min --provider --account --window --allow-unknown --now -h --help) ;;
    'gatehouse statusline') found=(-h --help --json) ;;
    'gatehouse statusline list') found=(--json -h --help) ;;
    'gatehouse statusline install') found=(--json --consumer -h --help) ;;
    'gatehouse statusline uninstall') found=(--json --consumer -h --help) ;;
    'gatehouse statusline preview') found=(--json --consumer -h --help) ;;
    'gatehouse hooks') found=(-h --help --json) ;;
    'gatehouse hooks list') found=(--json -h --help) ;;
    'gatehouse hooks add') found=(--json --event --program -h --help) ;;
    'gatehouse hooks remove') found=(--json --event --program -h --help) ;;
    'gatehouse hooks example') found=(--json --event -h --help) ;;
    'gatehouse packages') found=(-h --help --json) ;;
    'gatehouse packages list') found=(--json -h --help) ;;
    'gatehouse packages check') found=(--json -h --help) ;;
    'gatehouse packages approve') found=(--json -h --help) ;;
    'gatehouse packages forget') found=(--json -h --help) ;;
    'gatehouse flags') found=(-h --help --json) ;;
    'gatehouse flags list') found=(--json -h --help) ;;
    'gatehouse flags set') found=(--json -h --help) ;;
    'gatehouse flags reset') found=(--json -h --help) ;;
    'gatehouse run') found=(--json --consumer --provider --account --estimate --task --priority --project --user-agent --wait -h --help) ;;
    'gatehouse env') found=(--json --consumer --provider --account --shell -h --help) ;;
    'gatehouse token') found=(--json --provider --account --consumer -h --help) ;;
    'gatehouse lease') found=(-h --help --json) ;;
    'gatehouse lease list') found=(--json -h --help) ;;
    'gatehouse lease create') found=(--json --label --consumer --provider --account --estimate --task --priority --pid --heartbeat --wait -h --help) ;;
    'gatehouse lease release') found=(--json --used -h --help) ;;
    'gatehouse lease use') found=(--json -h --help) ;;
    'gatehouse lease heartbeat') found=(--json -h --help) ;;
    'gatehouse lease revoke') found=(--json --agent --all -h --help) ;;
    'gatehouse estimate') found=(--json --task --consumer --provider --account --estimate --strict -h --help) ;;
    'gatehouse audit') found=(--json --limit --since --verify -h --help) ;;
    'gatehouse events') found=(--json -h --help) ;;
    'gatehouse allow') found=(-h --help --json --passphrase-stdin --consumer --provider --account --never --ask --passphrase) ;;
    'gatehouse allow list') found=(--json -h --help) ;;
    'gatehouse allow set') found=(--json --passphrase-stdin --consumer --provider --account --never --ask --passphrase -h --help) ;;
    'gatehouse allow answer') found=(--json --passphrase-stdin -h --help) ;;
    'gatehouse lock') found=(--json -h --help) ;;
    'gatehouse unlock') found=(--json -h --help) ;;
    'gatehouse settings') found=(-h --help) ;;
    'gatehouse settings export') found=(--json --force -h --help) ;;
    'gatehouse settings import') found=(--json --dry-run --yes -h --help) ;;
    'gatehouse settings undo') found=(--json -h --help) ;;
    'gatehouse shell') found=(-h --help --json) ;;
    'gatehouse shell list') found=(--json -h --help) ;;
    'gatehouse shell install') found=(--json --shell -h --help) ;;
    'gatehouse shell uninstall') found=(--json --shell -h --help) ;;
    'gatehouse shell preview') found=(--json --shell -h --help) ;;
    'gatehouse opencode') found=(-h --help --json) ;;
    'gatehouse opencode list') found=(--json -h --help) ;;
    'gatehouse opencode login') found=(--json -h --help) ;;
    'gatehouse opencode logout') found=(--json -h --help) ;;
    'gatehouse doctor') found=(--json --fix --preview --undo --yes -h --help) ;;
    'gatehouse diagnose') found=(--json --out --force -h --help) ;;
    'gatehouse update') found=(--json --check -h --help) ;;
    'gatehouse serve') found=(--json --quiet -h --help) ;;
    'gatehouse completion') found=(-h --help) ;;
    *) return 1 ;;
  esac
}

# What may stand behind an option; fails for one without a value.
_gatehouse_value() {
  case $1 in
    'gatehouse open --page') kind=choices found=(accounts history agents activity doctor settings about) ;;
    'gatehouse auth login --provider') kind=asked found=(providers) ;;
    'gatehouse auth login --method') kind=asked found=(methods) ;;
    'gatehouse auth login --client-id') kind=nothing found=() ;;
    'gatehouse auth login --workspace') kind=nothing found=() ;;
    'gatehouse auth logout --provider') kind=asked found=(providers) ;;
    'gatehouse auth logout --account') kind=asked found=(accounts) ;;
    'gatehouse auth quota --provider') kind=asked found=(providers) ;;
    'gatehouse auth switch --provider') kind=asked found=(providers) ;;
    'gatehouse auth switch --account') kind=asked found=(accounts) ;;
    'gatehouse auth switch --strategy') kind=asked found=(strategies) ;;
    'gatehouse auth rules add --folder') kind=folders found=() ;;
    'gatehouse auth rules add --account') kind=asked found=(accounts) ;;
    'gatehouse auth rules add --provider') kind=asked found=(providers) ;;
    'gatehouse auth rules remove --folder') kind=folders found=() ;;
    'gatehouse auth import --only') kind=nothing found=() ;;
    'gatehouse auth migrate --only') kind=nothing found=() ;;
    'gatehouse auth backup --out') kind=files found=() ;;
    'gatehouse auth backup --provider') kind=asked found=(providers) ;;
    'gatehouse auth backup --account') kind=asked found=(accounts) ;;
    'gatehouse auth restore --account') kind=asked found=(accounts) ;;
    'gatehouse auth restore --file') kind=asked found=(files) ;;
    'gatehouse auth files --on') kind=asked found=(files) ;;
    'gatehouse auth files --off') kind=asked found=(files) ;;
    'gatehouse auth preview --file') kind=asked found=(files) ;;
    'gatehouse auth history --file') kind=asked found=(files) ;;
    'gatehouse auth keystore --use') kind=choices found=(system passphrase memory) ;;
    'gatehouse guard --min') kind=nothing found=() ;;
    'gatehouse guard --provider') kind=asked found=(providers) ;;
    'gatehouse guard --account') kind=asked found=(accounts) ;;
    'gatehouse guard --window') kind=nothing found=() ;;
    'gatehouse statusline install --consumer') kind=asked found=(hosts) ;;
    'gatehouse statusline uninstall --consumer') kind=asked found=(hosts) ;;
    'gatehouse statusline preview --consumer') kind=asked found=(hosts) ;;
    'gatehouse hooks add --event') kind=choices found=(quota_low quota_exhausted quota_reset switched login_expiring) ;;
    'gatehouse hooks add --program') kind=files found=() ;;
    'gatehouse hooks remove --event') kind=choices found=(quota_low quota_exhausted quota_reset switched login_expiring) ;;
    'gatehouse hooks remove --program') kind=files found=() ;;
    'gatehouse hooks example --event') kind=choices found=(quota_low quota_exhausted quota_reset switched login_expiring) ;;
    'gatehouse run --consumer') kind=asked found=(consumers) ;;
    'gatehouse run --provider') kind=asked found=(providers) ;;
    'gatehouse run --account') kind=asked found=(accounts) ;;
    'gatehouse run --estimate') kind=nothing found=() ;;
    'gatehouse run --task') kind=nothing found=() ;;
    'gatehouse run --priority') kind=choices found=(interactive normal background) ;;
    'gatehouse run --project') kind=nothing found=() ;;
    'gatehouse run --user-agent') kind=nothing found=() ;;
    'gatehouse env --consumer') kind=asked found=(consumers) ;;
    'gatehouse env --provider') kind=asked found=(providers) ;;
    'gatehouse env --account') kind=asked found=(accounts) ;;
    'gatehouse token --provider') kind=asked found=(providers) ;;
    'gatehouse token --account') kind=asked found=(accounts) ;;
    'gatehouse token --consumer') kind=asked found=(consumers) ;;
    'gatehouse lease create --label') kind=nothing found=() ;;
    'gatehouse lease create --consumer') kind=asked found=(consumers) ;;
    'gatehouse lease create --provider') kind=asked found=(providers) ;;
    'gatehouse lease create --account') kind=asked found=(accounts) ;;
    'gatehouse lease create --estimate') kind=nothing found=() ;;
    'gatehouse lease create --task') kind=nothing found=() ;;
    'gatehouse lease create --priority') kind=choices found=(interactive normal background) ;;
    'gatehouse lease create --pid') kind=nothing found=() ;;
    'gatehouse lease release --used') kind=nothing found=() ;;
    'gatehouse lease revoke --agent') kind=asked found=(agents) ;;
    'gatehouse estimate --task') kind=nothing found=() ;;
    'gatehouse estimate --consumer') kind=asked found=(consumers) ;;
    'gatehouse estimate --provider') kind=asked found=(providers) ;;
    'gatehouse estimate --account') kind=asked found=(accounts) ;;
    'gatehouse estimate --estimate') kind=nothing found=() ;;
    'gatehouse audit --limit') kind=nothing found=() ;;
    'gatehouse audit --since') kind=nothing found=() ;;
    'gatehouse allow --consumer') kind=asked found=(consumers) ;;
    'gatehouse allow --provider') kind=asked found=(providers) ;;
    'gatehouse allow --account') kind=asked found=(accounts) ;;
    'gatehouse allow set --consumer') kind=asked found=(consumers) ;;
    'gatehouse allow set --provider') kind=asked found=(providers) ;;
    'gatehouse allow set --account') kind=asked found=(accounts) ;;
    'gatehouse shell install --shell') kind=asked found=(shells) ;;
    'gatehouse shell uninstall --shell') kind=asked found=(shells) ;;
    'gatehouse shell preview --shell') kind=asked found=(shells) ;;
    'gatehouse doctor --fix') kind=nothing found=() ;;
    'gatehouse doctor --preview') kind=nothing found=() ;;
    'gatehouse doctor --undo') kind=nothing found=() ;;
    'gatehouse diagnose --out') kind=files found=() ;;
    *) return 1 ;;
  esac
}

# What may stand in a place of its own, by how many stand before it.
_gatehouse_place() {
  case $1 in
    'gatehouse auth restore 0') kind=files found=() ;;
    'gatehouse packages check 0') kind=files found=() ;;
    'gatehouse packages approve 0') kind=nothing found=() ;;
    'gatehouse packages forget 0') kind=nothing found=() ;;
    'gatehouse flags set 0') kind=nothing found=() ;;
    'gatehouse flags set 1') kind=nothing found=() ;;
    'gatehouse flags reset 0') kind=nothing found=() ;;
    'gatehouse run 0') kind=command found=() ;;
    'gatehouse lease release 0') kind=asked found=(leases) ;;
    'gatehouse lease use 0') kind=asked found=(leases) ;;
    'gatehouse lease use 1') kind=nothing found=() ;;
    'gatehouse lease heartbeat 0') kind=asked found=(leases) ;;
    'gatehouse allow 0') kind=files found=() ;;
    'gatehouse allow set 0') kind=files found=() ;;
    'gatehouse allow answer 0') kind=nothing found=() ;;
    'gatehouse allow answer 1') kind=choices found=(once always never) ;;
    'gatehouse settings export 0') kind=files found=() ;;
    'gatehouse settings import 0') kind=files found=() ;;
    'gatehouse opencode login 0') kind=nothing found=() ;;
    'gatehouse opencode logout 0') kind=nothing found=() ;;
    'gatehouse completion 0') kind=choices found=(bash zsh fish) ;;
    *) return 1 ;;
  esac
}

_gatehouse() {
  local line=${COMP_LINE:0:COMP_POINT} path=gatehouse current= option= ended= kind= before= cut= quote= word
  local given=0 last IFS=$' \t\n'
  local -a words found
  COMPREPLY=()
  # Bash cuts words at : and @, which stand in accounts: they are cut anew here, at blanks without a backslash.
  # shellcheck disable=SC2162
  read -a words <<<"$line"
  last=$((${#words[@]} - 1))
  if [[ $line != *[[:space:]] || $line == *\\[[:space:]] ]]; then
    current=${words[last]}
    words=("${words[@]:0:last}")
  fi
  for word in "${words[@]:1}"; do
    if [[ -n $option ]]; then
      option=
    elif [[ -n $ended ]]; then
      given=$((given + 1))
    elif [[ $word == -- ]]; then
      ended=yes
    elif [[ $word == -* ]]; then
      if _gatehouse_value "$path $word"; then option=$word; fi
    elif _gatehouse_verbs "$path" && [[ " ${found[*]} " == *" $word "* ]]; then
      path="$path $word"
    else
      # From here on the words belong to the command.
      if _gatehouse_place "$path $given" && [[ $kind == command ]]; then ended=yes; fi
      given=$((given + 1))
    fi
  done
  kind= found=()
  if [[ -n $option ]]; then
    _gatehouse_value "$path $option"
  elif [[ -z $ended && $current == --*=* ]]; then
    before=${current%%=*}=
    _gatehouse_value "$path ${current%%=*}"
  elif [[ -z $ended && $current == -* ]]; then
    kind=choices
    _gatehouse_options "$path"
  elif [[ $given -eq 0 ]] && _gatehouse_verbs "$path"; then
    kind=choices
  elif _gatehouse_place "$path 0" && [[ $kind == command ]]; then
    if [[ $given -gt 0 ]]; then kind=files; fi
  else
    kind=
    _gatehouse_place "$path $given"
  fi
  # A quote that was opened keeps blanks together by itself.
  case $current in
    \"* | \'*) quote=${current:0:1} current=${current:1} ;;
  esac
  case $kind in
    choices) ;;
    asked)
      option=${found[0]} found=()
      while IFS= read -r word; do found+=("$word"); done < <(command gatehouse complete "$option" 2>/dev/null)
      ;;
    command)
      found=()
      while IFS= read -r word; do found+=("$word"); done < <(compgen -c -- "$current")
      ;;
    files)
      compopt -o default 2>/dev/null
      return
      ;;
    folders)
      compopt -o dirnames 2>/dev/null
      return
      ;;
    *) return ;;
  esac
  # Bash replaces only what stands behind the last of these; an @ is replaced with it.
  if [[ -z $quote ]]; then
    for word in : = @; do
      if [[ $COMP_WORDBREAKS != *$word* || $current != *$word* ]]; then continue; fi
      option=${current%$word*}
      if [[ $word != @ ]]; then option+=$word; fi
      if [[ ${#option} -gt ${#cut} ]]; then cut=$option; fi
    done
  fi
  for word in "${found[@]}"; do
    word=$before$word
    if [[ $word != "$current"* ]]; then continue; fi
    word=${word#"$cut"}
    if [[ -z $quote ]]; then
      printf -v word %q "$word"
    else
      # Behind an open quote a name stands as it is: none that would be more than a name there.
      case $word in *[\'\"\\\$!]* | *$'\x60'*) continue ;; esac
    fi
    COMPREPLY+=("$word")
  done
}

complete -F _gatehouse gatehouse
