package linkage

import (
	"fmt"
	"strings"
)

// token is one word of a condition.
type token struct {
	kind tokenKind
	text string
	at   int // where it begins, from 0
}

type tokenKind int

const (
	end    tokenKind = iota
	word             // a function, a keyword, a table
	column           // "in double quotes"
	text             // 'in single quotes'
	number
	sign
)

// longestCondition is how long a condition may be.
const longestCondition = 4096

// tokens splits a condition into its words.
func tokens(condition string) ([]token, error) {
	if len(condition) > longestCondition {
		return nil, fmt.Errorf("it is longer than %d letters", longestCondition)
	}
	var list []token
	for i := 0; i < len(condition); {
		letter, from := condition[i], i
		switch {
		case strings.IndexByte(" \t\n\r", letter) >= 0:
			i++
			continue
		case letter == '"' || letter == '\'':
			quoted, after, ok := unquote(condition, i)
			if !ok {
				return nil, fmt.Errorf("the %c at %d has no end", letter, from)
			}
			kind := text
			if letter == '"' {
				kind = column
			}
			list, i = append(list, token{kind, quoted, from}), after
			continue
		case letter >= '0' && letter <= '9':
			for i < len(condition) && strings.IndexByte("0123456789.eE", condition[i]) >= 0 {
				i++
			}
			list = append(list, token{number, condition[from:i], from})
			continue
		case wordLetter(letter):
			for i < len(condition) && (wordLetter(condition[i]) || condition[i] >= '0' && condition[i] <= '9') {
				i++
			}
			list = append(list, token{word, strings.ToLower(condition[from:i]), from})
			continue
		case strings.IndexByte("(),.=-", letter) >= 0:
			i++
		case strings.IndexByte("<>!", letter) >= 0:
			i++
			if i < len(condition) && (condition[i] == '=' || letter == '<' && condition[i] == '>') {
				i++
			}
		default:
			return nil, fmt.Errorf("%q at %d is no part of a condition", letter, from)
		}
		list = append(list, token{sign, condition[from:i], from})
	}
	return append(list, token{end, "", len(condition)}), nil
}

func wordLetter(letter byte) bool {
	return letter == '_' || letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z'
}

// unquote reads what stands in quotes from there on, in which a doubled quote is one.
func unquote(condition string, from int) (quoted string, after int, ok bool) {
	var b strings.Builder
	quote := condition[from]
	for i := from + 1; i < len(condition); i++ {
		switch {
		case condition[i] != quote:
			b.WriteByte(condition[i])
		case i+1 < len(condition) && condition[i+1] == quote:
			b.WriteByte(quote)
			i++
		default:
			return b.String(), i + 1, true
		}
	}
	return "", 0, false
}
