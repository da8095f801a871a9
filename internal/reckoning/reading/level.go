package reading

import (
	"strings"
	"unicode"
)

// Level is how easy a text is to read.
type Level struct {
	Sentences, Words, Syllables int
	Longest                     string // the sentence with most words
	LongestWords                int
}

// Grade is the school grade of Flesch and Kincaid: 0.39 words a sentence and 11.8
// syllables a word, less 15.59. A pupil of grade 4 is nine or ten years old. A
// text without words has the grade 0.
func (l Level) Grade() float64 {
	if l.Words == 0 {
		return 0
	}
	return 0.39*l.Mean() + 11.8*float64(l.Syllables)/float64(l.Words) - 15.59
}

// Mean is the number of words a sentence has on average; 0 without sentences.
func (l Level) Mean() float64 {
	if l.Sentences == 0 {
		return 0
	}
	return float64(l.Words) / float64(l.Sentences)
}

// Of measures a page, given as its blocks: headings, paragraphs, points of a
// list, labels. A block ends a sentence, with a full stop or without. What has
// neither a full stop nor four words, such as "Your name", is a name and no
// sentence: counted, many of them would make any page look easy.
func Of(blocks ...string) Level {
	var l Level
	for _, sentence := range Sentences(blocks...) {
		words := wordsOf(sentence)
		l.Sentences++
		l.Words += len(words)
		for _, word := range words {
			l.Syllables += Syllables(word)
		}
		if len(words) > l.LongestWords {
			l.Longest, l.LongestWords = sentence, len(words)
		}
	}
	return l
}

// sentenceWords is how many words without a full stop are read as a sentence.
const sentenceWords = 4

// Sentences returns the sentences of the blocks.
func Sentences(blocks ...string) []string {
	var sentences []string
	for _, block := range blocks {
		for _, sentence := range split(block) {
			words := len(wordsOf(sentence))
			if words >= sentenceWords || words > 0 && ends(sentence) {
				sentences = append(sentences, sentence)
			}
		}
	}
	return sentences
}

// split cuts a block after each mark that ends a sentence and stands before a
// space or the end: the point of 2.30 ends nothing.
func split(block string) []string {
	fields := strings.Fields(block)
	var sentences []string
	from := 0
	for i, field := range fields {
		if i == len(fields)-1 || ends(field) {
			sentences = append(sentences, strings.Join(fields[from:i+1], " "))
			from = i + 1
		}
	}
	return sentences
}

// ends says whether a text ends with a mark that ends a sentence.
func ends(text string) bool {
	bare := strings.TrimRight(text, `"'”’)`)
	return strings.HasSuffix(bare, ".") || strings.HasSuffix(bare, "?") || strings.HasSuffix(bare, "!")
}

// wordsOf returns what is between spaces and has a letter or a figure in it.
func wordsOf(sentence string) []string {
	var words []string
	for _, field := range strings.Fields(sentence) {
		if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			words = append(words, field)
		}
	}
	return words
}
