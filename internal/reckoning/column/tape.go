package column

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"throughline/internal/domain/calendar"
)

// Tape writes columns one after the other, or reads them back in the same order:
// whoever holds columns says once what they are, for both ways. After an error it
// does nothing more. Close ends the tape with a sum over all that passed, and on
// the way back says whether the sum is still right.
type Tape struct {
	to    *bufio.Writer // nil: it reads
	from  *bufio.Reader
	sum   hash.Hash32
	err   error
	bytes int64 // that passed
	most  int64 // that a tape read may hold, so that a length that is wrong claims no memory
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Recording returns a tape that writes.
func Recording(to io.Writer) *Tape {
	return &Tape{to: bufio.NewWriterSize(to, 1<<20), sum: crc32.New(castagnoli)}
}

// Playing returns a tape that reads what another recorded, of at most so many
// bytes.
func Playing(from io.Reader, most int64) *Tape {
	return &Tape{from: bufio.NewReaderSize(from, 1<<20), sum: crc32.New(castagnoli), most: most}
}

// Err returns the first error.
func (t *Tape) Err() error { return t.err }

// errTape is what a tape that is no tape of ours fails with.
var errTape = errors.New("the columns that were kept are damaged or of another kind")

// Close ends the tape.
func (t *Tape) Close() error {
	sum := t.sum.Sum32()
	if t.to != nil {
		t.pass(binary.LittleEndian.AppendUint32(nil, sum))
		if t.err == nil {
			t.err = t.to.Flush()
		}
		return t.err
	}
	var kept [4]byte
	t.pass(kept[:])
	if t.err == nil && binary.LittleEndian.Uint32(kept[:]) != sum {
		t.err = errTape
	}
	return t.err
}

// pass writes the bytes, or reads as many into them.
func (t *Tape) pass(bytes []byte) {
	switch {
	case t.err != nil:
		return
	case t.to != nil:
		_, t.err = t.to.Write(bytes)
	default:
		if t.bytes += int64(len(bytes)); t.bytes > t.most {
			t.err = errTape
			return
		}
		if _, err := io.ReadFull(t.from, bytes); err != nil {
			t.err = fmt.Errorf("%w: %w", errTape, err)
			return
		}
	}
	t.sum.Write(bytes)
}

// Number passes a whole number.
func (t *Tape) Number(n *int64) {
	bytes := binary.LittleEndian.AppendUint64(nil, uint64(*n))
	t.pass(bytes)
	*n = int64(binary.LittleEndian.Uint64(bytes))
}

// Length passes how many of something follow, and returns it.
func (t *Tape) Length(here int) int {
	n := int64(here)
	t.Number(&n)
	if n < 0 || t.to == nil && n > t.most {
		t.err = errors.Join(t.err, errTape)
	}
	if t.err != nil {
		return 0
	}
	return int(n)
}

// Text passes a text.
func (t *Tape) Text(text *string) {
	bytes := []byte(*text)
	passed(t, &bytes)
	*text = string(bytes)
}

// Day passes a day.
func (t *Tape) Day(day *calendar.Day) {
	n := int64(*day)
	t.Number(&n)
	*day = calendar.Day(n)
}

// plain are the kinds of number that columns are of.
type plain interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32
}

// atOnce is how many numbers pass at once.
const atOnce = 8192

// passed passes a column of numbers, the lowest byte of each first.
func passed[T plain](t *Tape, column *[]T) {
	var one T
	size := binary.Size(one)
	length := t.Length(len(*column))
	if t.to == nil {
		if int64(length) > (t.most-t.bytes)/int64(size) {
			t.err = errors.Join(t.err, errTape)
			return
		}
		*column = make([]T, length)
	}
	bytes := make([]byte, size*min(length, atOnce))
	for rest := *column; len(rest) > 0 && t.err == nil; {
		some := rest[:min(atOnce, len(rest))]
		rest = rest[len(some):]
		bytes = bytes[:size*len(some)]
		if t.to != nil {
			write(bytes, some, size)
		}
		t.pass(bytes)
		if t.to == nil {
			read(bytes, some, size)
		}
	}
}

func write[T plain](bytes []byte, numbers []T, size int) {
	for i, number := range numbers {
		switch at := bytes[i*size:]; size {
		case 1:
			at[0] = byte(number)
		case 2:
			binary.LittleEndian.PutUint16(at, uint16(number))
		case 4:
			binary.LittleEndian.PutUint32(at, uint32(number))
		default:
			binary.LittleEndian.PutUint64(at, uint64(number))
		}
	}
}

func read[T plain](bytes []byte, numbers []T, size int) {
	for i := range numbers {
		switch at := bytes[i*size:]; size {
		case 1:
			numbers[i] = T(at[0])
		case 2:
			numbers[i] = T(binary.LittleEndian.Uint16(at))
		case 4:
			numbers[i] = T(binary.LittleEndian.Uint32(at))
		default:
			numbers[i] = T(binary.LittleEndian.Uint64(at))
		}
	}
}

// Bits passes a column of yes or no.
func (t *Tape) Bits(b *Bits) { passed(t, (*[]uint64)(b)) }

// Days passes a column of days.
func (t *Tape) Days(d *Days) { passed(t, (*[]calendar.Day)(d)) }

// Places passes a column of places or of numbers of things.
func (t *Tape) Places(p *[]int32) { passed(t, p) }

// Numbers passes a column of whole numbers.
func (t *Tape) Numbers(n *Numbers) {
	planes := t.Length(len(*n))
	if planes > 63 {
		t.err = errors.Join(t.err, errTape)
		return
	}
	if t.to == nil && planes > 0 {
		*n = make(Numbers, planes)
	}
	for plane := range planes {
		t.Bits(&(*n)[plane])
	}
}

// Texts passes texts with their numbers.
func (t *Tape) Texts(texts *Texts) {
	passed(t, &texts.letters)
	passed(t, &texts.ends)
	if t.to != nil || t.err != nil {
		return
	}
	before := uint32(0)
	for _, end := range texts.ends {
		if end < before || int64(end) > int64(len(texts.letters)) {
			t.err = errTape
			return
		}
		before = end
	}
	slots := fewestSlots
	for 4*(len(texts.ends)+1) > 3*slots {
		slots *= 2
	}
	texts.spread(slots)
}

// Codes passes a column of texts of which there are few.
func (t *Tape) Codes(c *Codes) {
	t.Texts(&c.Names)
	passed(t, &c.narrow)
	passed(t, &c.wide)
	if t.to != nil || t.err != nil {
		return
	}
	if len(c.wide) == 0 {
		c.wide = nil
	}
	for _, number := range c.narrow {
		if int(number) > c.Names.Len() {
			t.err = errTape
		}
	}
	for _, number := range c.wide {
		if number < 0 || int(number) > c.Names.Len() {
			t.err = errTape
		}
	}
}
