package spreadsheet

// Template returns the headings of an empty spreadsheet whose columns are all
// recognised.
func Template() []string {
	headings := make([]string, len(Fields))
	for i, field := range Fields {
		headings[i] = field.Title
	}
	return headings
}
