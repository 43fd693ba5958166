// The completion script for bash, also for the old one of macOS: tables made from the commands, and one function over them.
import { shellWord } from '../domain/shell-word.ts';
import { completedNodes, flagsOf, offersOf, pathOf, placesOf, type Offer } from './completion-values.ts';
import type { ProgramNode } from './program-tree.ts';

const listed = (words: readonly string[]): string =>
  words.map((word) => (/^[\w%+,./:=@-]+$/.test(word) ? word : shellWord(word))).join(' ');

type Row = readonly [key: string, does: string];

function table(name: string, about: string, rows: readonly Row[]): string {
  const arms = rows.map(([key, does]) => `    ${shellWord(key)}) ${does} ;;`);
  return [`# ${about}`, `${name}() {`, '  case $1 in', ...arms, '    *) return 1 ;;', '  esac', '}', ''].join(
    '\n',
  );
}

function assigned(offer: Offer): string {
  const found = offer.kind === 'choices' ? offer.choices : offer.kind === 'asked' ? [offer.what] : [];
  return `kind=${offer.kind} found=(${listed(found)})`;
}

function tables(root: ProgramNode): readonly string[] {
  const nodes = completedNodes(root);
  const verbs = nodes.flatMap((node): readonly Row[] =>
    node.below.length === 0
      ? []
      : [[pathOf(node), `found=(${listed(node.below.map(({ words }) => words.at(-1) ?? ''))})`]],
  );
  const options = nodes.map((node): Row => [pathOf(node), `found=(${listed(flagsOf(node))})`]);
  const values = nodes.flatMap((node) =>
    node.options.flatMap(offersOf).map(([flag, offer]): Row => [`${pathOf(node)} ${flag}`, assigned(offer)]),
  );
  const places = nodes.flatMap((node) =>
    placesOf(node).map((offer, index): Row => [`${pathOf(node)} ${String(index)}`, assigned(offer)]),
  );
  return [
    table('_gatehouse_verbs', 'The words behind a word.', verbs),
    table('_gatehouse_options', 'The options of a verb.', options),
    table('_gatehouse_value', 'What may stand behind an option; fails for one without a value.', values),
    table('_gatehouse_place', 'What may stand in a place of its own, by how many stand before it.', places),
  ];
}

/** With @{ for the sign and brace that a template reads itself. */
const functions = String.raw`_gatehouse() {
  local line=@{COMP_LINE:0:COMP_POINT} path=gatehouse current= option= ended= kind= before= cut= quote= word
  local given=0 last IFS=$' \t\n'
  local -a words found
  COMPREPLY=()
  # Bash cuts words at : and @, which stand in accounts: they are cut anew here, at blanks without a backslash.
  # shellcheck disable=SC2162
  read -a words <<<"$line"
  last=$((@{#words[@]} - 1))
  if [[ $line != *[[:space:]] || $line == *\\[[:space:]] ]]; then
    current=@{words[last]}
    words=("@{words[@]:0:last}")
  fi
  for word in "@{words[@]:1}"; do
    if [[ -n $option ]]; then
      option=
    elif [[ -n $ended ]]; then
      given=$((given + 1))
    elif [[ $word == -- ]]; then
      ended=yes
    elif [[ $word == -* ]]; then
      if _gatehouse_value "$path $word"; then option=$word; fi
    elif _gatehouse_verbs "$path" && [[ " @{found[*]} " == *" $word "* ]]; then
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
    before=@{current%%=*}=
    _gatehouse_value "$path @{current%%=*}"
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
    \"* | \'*) quote=@{current:0:1} current=@{current:1} ;;
  esac
  case $kind in
    choices) ;;
    asked)
      option=@{found[0]} found=()
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
      option=@{current%$word*}
      if [[ $word != @ ]]; then option+=$word; fi
      if [[ @{#option} -gt @{#cut} ]]; then cut=$option; fi
    done
  fi
  for word in "@{found[@]}"; do
    word=$before$word
    if [[ $word != "$current"* ]]; then continue; fi
    word=@{word#"$cut"}
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
`.replaceAll('@{', '${');

/** @param root the whole command line */
export function bashCompletion(root: ProgramNode): string {
  return ['# bash completion for gatehouse', ...tables(root), functions].join('\n');
}
