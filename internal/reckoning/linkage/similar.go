package linkage

import (
	"math"
	"unicode/utf8"
)

// Longest is how many letters of a value are compared: what is longer is no name.
const longest = 256

// letters returns the runes of a text in a buffer that is used again.
func letters(buffer []rune, text string) []rune {
	buffer = buffer[:0]
	for len(text) > 0 && len(buffer) < longest {
		letter, size := rune(text[0]), 1
		if letter >= utf8.RuneSelf {
			letter, size = utf8.DecodeRuneInString(text)
		}
		buffer = append(buffer, letter)
		text = text[size:]
	}
	return buffer
}

// likeness compares two texts. Its buffers are used again, so that a pair costs no
// memory.
type likeness struct {
	left, right []rune
	taken       [2][longest]bool
	rows        [3][longest + 2]int
	last        map[rune]int
	table       []int
}

func (k *likeness) read(left, right string) {
	k.left, k.right = letters(k.left, left), letters(k.right, right)
}

// jaro is the similarity of Jaro (1989): the share of letters that agree within
// half the longer text, and how many of them stand in the same order.
func (k *likeness) jaro(left, right string) float64 {
	k.read(left, right)
	a, b := k.left, k.right
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	window := max(max(len(a), len(b))/2-1, 0)
	inA, inB := k.taken[0][:len(a)], k.taken[1][:len(b)]
	clear(inA)
	clear(inB)
	agree := 0
	for i, letter := range a {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if !inB[j] && b[j] == letter {
				inA[i], inB[j] = true, true
				agree++
				break
			}
		}
	}
	if agree == 0 {
		return 0
	}
	moved, j := 0, 0
	for i := range a {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			moved++
		}
		j++
	}
	m := float64(agree)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved/2))/m) / 3
}

// jaroWinkler adds to it for the same beginning of up to four letters, where the
// texts are alike at all. Winkler (1990).
func (k *likeness) jaroWinkler(left, right string) float64 {
	const (
		scale  = 0.1
		alike  = 0.7
		prefix = 4
	)
	jaro := k.jaro(left, right)
	if jaro <= alike {
		return jaro
	}
	same := 0
	for same < min(prefix, len(k.left), len(k.right)) && k.left[same] == k.right[same] {
		same++
	}
	return jaro + float64(same)*scale*(1-jaro)
}

// levenshtein counts the letters to put in, take out or change.
func (k *likeness) levenshtein(left, right string) float64 {
	k.read(left, right)
	a, b := k.left, k.right
	before, now := k.rows[0][:len(b)+1], k.rows[1][:len(b)+1]
	for j := range before {
		before[j] = j
	}
	for i, letter := range a {
		now[0] = i + 1
		for j, other := range b {
			change := before[j]
			if letter != other {
				change++
			}
			now[j+1] = min(change, before[j+1]+1, now[j]+1)
		}
		before, now = now, before
	}
	return float64(before[len(b)])
}

// damerauLevenshtein counts two neighbours that changed places as one as well, also
// where something was put between them since. Lowrance and Wagner (1975).
func (k *likeness) damerauLevenshtein(left, right string) float64 {
	k.read(left, right)
	a, b := k.left, k.right
	wide := len(b) + 2
	if need := (len(a) + 2) * wide; cap(k.table) < need {
		k.table = make([]int, need)
	}
	table := k.table[:(len(a)+2)*wide]
	if k.last == nil {
		k.last = map[rune]int{}
	}
	clear(k.last)
	far := len(a) + len(b)
	at := func(i, j int) *int { return &table[i*wide+j] }
	*at(0, 0) = far
	for i := 0; i <= len(a); i++ {
		*at(i+1, 0), *at(i+1, 1) = far, i
	}
	for j := 0; j <= len(b); j++ {
		*at(0, j+1), *at(1, j+1) = far, j
	}
	for i := 1; i <= len(a); i++ {
		same := 0
		for j := 1; j <= len(b); j++ {
			i1, j1 := k.last[b[j-1]], same
			change := *at(i, j)
			if a[i-1] == b[j-1] {
				same = j
			} else {
				change++
			}
			*at(i+1, j+1) = min(change, *at(i+1, j)+1, *at(i, j+1)+1, *at(i1, j1)+(i-i1-1)+1+(j-j1-1))
		}
		k.last[a[i-1]] = i
	}
	return float64(*at(len(a)+1, len(b)+1))
}

// Probability returns the probability that belongs to a weight.
func Probability(weight float64) float64 {
	if weight > 1000 {
		return 1
	}
	odds := math.Exp2(weight)
	return odds / (1 + odds)
}
