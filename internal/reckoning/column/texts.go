package column

import (
	"hash/maphash"
	"math"
)

// None is the number of a text that is not there.
const None int32 = -1

// Texts gives each distinct text a number, from 0 in the order they came. The
// texts stand in one piece of memory, so that millions of them cost little more
// than their letters. The zero Texts is empty and ready.
type Texts struct {
	letters []byte
	ends    []uint32 // where each text ends in letters
	slots   []int32  // of a hash table: the number of a text plus one; 0 is free
	hashed  maphash.Seed
}

// Len returns how many texts there are.
func (t *Texts) Len() int { return len(t.ends) }

// Text returns the text of a number, and "" for a number that was never given.
func (t *Texts) Text(number int32) string {
	if number < 0 || int(number) >= len(t.ends) {
		return ""
	}
	return string(t.bytes(number))
}

func (t *Texts) bytes(number int32) []byte {
	begin := uint32(0)
	if number > 0 {
		begin = t.ends[number-1]
	}
	return t.letters[begin:t.ends[number]]
}

// Find returns the number of a text, or None.
func (t *Texts) Find(text string) int32 {
	if len(t.slots) == 0 {
		return None
	}
	return t.slots[t.slotOf(text)] - 1
}

// Number returns the number of a text, and gives it the next where it is new.
// Beyond four thousand million letters it gives no more, and returns None.
func (t *Texts) Number(text string) int32 {
	if 4*(len(t.ends)+1) > 3*len(t.slots) {
		t.spread(max(fewestSlots, 2*len(t.slots)))
	}
	slot := t.slotOf(text)
	if known := t.slots[slot]; known > 0 {
		return known - 1
	}
	if uint64(len(t.letters))+uint64(len(text)) > math.MaxUint32 || len(t.ends) == math.MaxInt32 {
		return None
	}
	t.letters = append(t.letters, text...)
	t.ends = append(t.ends, uint32(len(t.letters)))
	t.slots[slot] = int32(len(t.ends))
	return int32(len(t.ends)) - 1
}

// slotOf returns the slot that holds a text, or the free one where it belongs.
func (t *Texts) slotOf(text string) int {
	last := len(t.slots) - 1 // the slots are a power of two
	for slot := int(maphash.String(t.hashed, text)) & last; ; slot = (slot + 1) & last {
		if known := t.slots[slot]; known == 0 || string(t.bytes(known-1)) == text {
			return slot
		}
	}
}

// fewestSlots is how many slots the first text brings.
const fewestSlots = 16

// spread puts the texts into so many slots, a power of two.
func (t *Texts) spread(slots int) {
	if len(t.slots) == 0 {
		t.hashed = maphash.MakeSeed()
	}
	t.slots = make([]int32, slots)
	last := slots - 1
	for i := range t.ends {
		slot := int(maphash.Bytes(t.hashed, t.bytes(int32(i)))) & last
		for t.slots[slot] != 0 {
			slot = (slot + 1) & last
		}
		t.slots[slot] = int32(i) + 1
	}
}
