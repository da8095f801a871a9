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
	last        [utf8.RuneSelf]int // by letter, where it stood last
	others      map[rune]int       // the same, of letters beyond the first 128
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

// What Winkler adds: so much for each letter of the beginning that is the same, up to
// so many, where texts are more alike than this.
const (
	winklerScale  = 0.1
	winklerPrefix = 4
	winklerAlike  = 0.7
)

// jaroWinkler adds to it for the same beginning of up to four letters, where the
// texts are alike at all. Winkler (1990).
func (k *likeness) jaroWinkler(left, right string) float64 {
	jaro := k.jaro(left, right)
	if jaro <= winklerAlike {
		return jaro
	}
	same := 0
	for same < min(winklerPrefix, len(k.left), len(k.right)) && k.left[same] == k.right[same] {
		same++
	}
	return jaro + float64(same)*winklerScale*(1-jaro)
}

// differing returns what is left of two texts without the beginning and the end
// that they share, which no change touches.
func (k *likeness) differing(left, right string) (a, b []rune) {
	for len(left) > 0 && len(right) > 0 && left[0] == right[0] && left[0] < utf8.RuneSelf {
		left, right = left[1:], right[1:]
	}
	for len(left) > 0 && len(right) > 0 && left[len(left)-1] == right[len(right)-1] && left[len(left)-1] < utf8.RuneSelf {
		left, right = left[:len(left)-1], right[:len(right)-1]
	}
	k.read(left, right)
	return k.left, k.right
}

// levenshtein counts the letters to put in, take out or change.
func (k *likeness) levenshtein(left, right string) float64 {
	a, b := k.differing(left, right)
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
	a, b := k.differing(left, right)
	if len(a) == 0 || len(b) == 0 {
		return float64(len(a) + len(b))
	}
	wide := len(b) + 2
	if need := (len(a) + 2) * wide; cap(k.table) < need {
		k.table = make([]int, need)
	}
	table := k.table[:(len(a)+2)*wide]
	for _, letter := range b {
		k.stood(letter, 0)
	}
	far := len(a) + len(b)
	table[0] = far
	for i := 0; i <= len(a); i++ {
		table[(i+1)*wide], table[(i+1)*wide+1] = far, i
	}
	for j := 0; j <= len(b); j++ {
		table[j+1], table[wide+j+1] = far, j
	}
	for i := 1; i <= len(a); i++ {
		same := 0
		for j := 1; j <= len(b); j++ {
			i1, j1 := k.where(b[j-1]), same
			change := table[i*wide+j]
			if a[i-1] == b[j-1] {
				same = j
			} else {
				change++
			}
			table[(i+1)*wide+j+1] = min(change, table[(i+1)*wide+j]+1, table[i*wide+j+1]+1, table[i1*wide+j1]+(i-i1-1)+1+(j-j1-1))
		}
		k.stood(a[i-1], i)
	}
	return float64(table[(len(a)+1)*wide+len(b)+1])
}

// where returns where a letter stood last, and stood says where it stands.
func (k *likeness) where(letter rune) int {
	if letter < utf8.RuneSelf {
		return k.last[letter]
	}
	return k.others[letter]
}

func (k *likeness) stood(letter rune, at int) {
	if letter < utf8.RuneSelf {
		k.last[letter] = at
		return
	}
	if k.others == nil {
		k.others = map[rune]int{}
	}
	k.others[letter] = at
}

// Probability returns the probability that belongs to a weight.
func Probability(weight float64) float64 {
	if weight > 1000 {
		return 1
	}
	odds := math.Exp2(weight)
	return odds / (1 + odds)
}
