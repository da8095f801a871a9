package upload

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// mostPixels is how many dots a picture may have. It is known before one is drawn.
const mostPixels = 25_000_000

// quality of the JPEG that is drawn anew.
const quality = 90

// cleanJPEG draws a JPEG anew, the right way up: nothing but its dots is left.
func cleanJPEG(content []byte) ([]byte, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, refuse(sayBroken)
	}
	if config.Width*config.Height > mostPixels {
		return nil, refuse(sayPixels)
	}
	picture, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, refuse(sayBroken)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, turned(picture, turn(content)), &jpeg.Options{Quality: quality}); err != nil {
		return nil, refuse(sayBroken)
	}
	return out.Bytes(), nil
}

// cleanPNG draws a PNG anew.
func cleanPNG(content []byte) ([]byte, error) {
	config, err := png.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, refuse(sayBroken)
	}
	if config.Width*config.Height > mostPixels {
		return nil, refuse(sayPixels)
	}
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, refuse(sayBroken)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, refuse(sayBroken)
	}
	return out.Bytes(), nil
}

// upright is the turn of a picture that needs none.
const upright = 1

// turn returns how a phone held the picture, 1 to 8, as its EXIF says; 1 where it
// says nothing that can be read.
func turn(content []byte) int {
	for at := 2; at+4 <= len(content) && content[at] == 0xff; {
		size := int(binary.BigEndian.Uint16(content[at+2:]))
		marker, end := content[at+1], at+2+size
		if marker == 0xda || size < 2 || end > len(content) {
			return upright
		}
		if part := content[at+4 : end]; marker == 0xe1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return exifTurn(part[6:])
		}
		at = end
	}
	return upright
}

// exifTurn reads the turn from a TIFF header and its first directory.
func exifTurn(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return upright
	}
	const orientation, entry = 0x0112, 12
	count := int64(order.Uint16(tiff[at:]))
	for i := range count {
		from := at + 2 + i*entry
		if from+entry > int64(len(tiff)) {
			return upright
		}
		if order.Uint16(tiff[from:]) == orientation {
			if value := int(order.Uint16(tiff[from+8:])); value >= upright && value <= 8 {
				return value
			}
			return upright
		}
	}
	return upright
}

// turned returns the picture the right way up.
func turned(picture image.Image, turn int) image.Image {
	if turn == upright {
		return picture
	}
	return rotated{picture, turn}
}

// rotated shows a picture in one of the eight turns of EXIF, without copying it.
type rotated struct {
	image.Image
	turn int
}

// ColorModel is one that every picture can be seen in.
func (r rotated) ColorModel() color.Model { return color.RGBAModel }

// Bounds returns the edges after the turn.
func (r rotated) Bounds() image.Rectangle {
	size := r.Image.Bounds().Size()
	if r.turn >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return image.Rectangle{Max: size}
}

// At returns the colour of a dot after the turn.
func (r rotated) At(x, y int) color.Color {
	from := r.Image.Bounds()
	w, h := from.Dx()-1, from.Dy()-1
	switch r.turn {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return r.Image.At(from.Min.X+x, from.Min.Y+y)
}
