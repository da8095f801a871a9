package govuk

import "context"

type picturesKey struct{}

// WithPictures returns the context of a page that shows a picture beside what it
// says, for who reads little.
func WithPictures(ctx context.Context) context.Context {
	return context.WithValue(ctx, picturesKey{}, true)
}

// pictured says whether the page shows pictures.
func pictured(ctx context.Context) bool {
	shown, _ := ctx.Value(picturesKey{}).(bool)
	return shown
}
