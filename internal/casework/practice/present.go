package practice

// present writes the cases of the present weeks.
func (w *writer) present() {}
