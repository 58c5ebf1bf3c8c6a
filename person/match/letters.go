package match

// interchanged is one letter for those that people write for each other: the forms
// of one letter in Arabic as it is written in several countries, and the letters of
// Amharic that sound the same. Who writes the one means the other.
func interchanged(r rune) rune {
	switch r {
	case 'ى', 'ی', 'ې', 'ے': // alef maksura; yeh of Persian, Pashto and Urdu
		return 'ي'
	case 'ٱ': // alef with wasla; those with hamza and madda lost their mark
		return 'ا'
	case 'ک', 'ڪ':
		return 'ك'
	case 'ة', 'ہ', 'ھ', 'ە', 'ۃ': // teh marbuta; heh of Urdu and of Kurdish
		return 'ه'
	}
	if r < 0x1200 || r > 0x1357 {
		return r
	}
	return ethiopic(r)
}

// ethiopic takes the homophones of Amharic for one letter. A row of the script has
// eight signs, for the vowels that follow the consonant. In the rows of h and of
// the glottal stop the first and the fourth sound the same too.
func ethiopic(r rune) rune {
	row, vowel := r&^7, r&7
	switch row {
	case 0x1210, 0x1280, 0x12B8: // ሐ ኀ ኸ
		row = 0x1200 // ሀ
	case 0x1220: // ሠ
		row = 0x1230 // ሰ
	case 0x12D0: // ዐ
		row = 0x12A0 // አ
	case 0x1340: // ፀ
		row = 0x1338 // ጸ
	}
	if vowel == 3 && (row == 0x1200 || row == 0x12A0) {
		vowel = 0
	}
	return row | vowel
}
