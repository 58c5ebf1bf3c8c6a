package sandbox

import "strings"

// style is how a culture makes a full name.
type style int

const (
	styleFamily     style = iota // given and family name; the family name is the father's
	styleMarried                 // the same; a wife takes the husband's
	styleInitial                 // the same; most have a middle initial
	styleFatherName              // a name after the father in the middle, a family name with two forms
	stylePatronymic              // the father's given name in the place of a family name
	styleOneName                 // every third has one name only
)

// nameStock is what the names of one culture are put together from: each list
// holds beginnings and endings, every one of which goes with every other. The
// names are made up; some may be somebody's all the same.
type nameStock struct {
	style           style
	female, male    [2]string
	family          [2]string
	familyF, father string // endings of the other forms: of a woman, of a son
	fatherF         string // of a daughter
}

// nameStocks has one stock for each culture, in the order of their numbers.
func nameStocks() []nameStock {
	return []nameStock{
		{
			style:  styleMarried,
			female: [2]string{"Al Bren Cor Del El Far Gal Hal Isk Jor Kel Lor Mar Nor Pern Quel Ros Sel Tar Vel Wen Yar", "ana issa enne ita ira eth ine"},
			male:   [2]string{"Ald Bran Corv Dav Edr Fend Garr Hask Ing Jost Kev Lor Mard Nor Osw Pell Rusk Sem Torv Ulm Vid Wen", "an or eth ick us in ard"},
			family: [2]string{"Bram Carr Dell Fenn Garr Holl Karr Lynd Mall Norr Penn Rusk Sall Tarn Urd Varr Wull Yorr Zann Quill", "ley stead mere wick holt by gate ridge combe more"},
		},
		{
			style:  styleFamily,
			female: [2]string{"अनि आर सुर नीर मधु रूप वन शिल सोन हेम प्रभ चित्र", "ता ती ला मा णी"},
			male:   [2]string{"अभि आन सुर नीर मह राज विन शिव सोम हरि प्रभ चित्र", "श न क नाथ देव"},
			family: [2]string{"वन गिरि नद खेत सर मणि धन तार पुष्प शील", "वाल कर पुरी राय दास"},
		},
		{
			style:  styleFatherName,
			female: [2]string{"Айс Бал Гул Дар Жан Зар Кам Мер Нур Сал Там Ул", "ана ира ия еля уна"},
			male:   [2]string{"Айд Бек Гар Дам Ерм Жас Кал Мар Нур Сан Тем Юл", "ар ан ур ен ил"},
			family: [2]string{"Бар Вес Гор Дуб Жар Кам Лаг Мел Нор Сар Тур Чал", "анов енев илин уков"}, familyF: "а",
			father: "ович", fatherF: "овна",
		},
		{
			style:  stylePatronymic,
			female: [2]string{"አል ብር ደስ ሀና ሰላ ትዕ ውብ ዘነ ፀሐ መል", "ማዝ ታ ዊት ነሽ"},
			male:   [2]string{"አለ በላ ደረ ገብ ሀይ ከበ መን ተስ ወር ዘሪ", "ደ ሁ ማ ሳ"},
		},
		{
			style:  styleFamily,
			female: [2]string{"สม วิ มา นภา จัน พร ดวง อร รัต กาญ", "ลี ใจ ภา พร นา"},
			male:   [2]string{"สม วิ ธน ชัย ประ กิต ณัฐ พง สุร อนุ", "ชัย ศักดิ์ พล เดช วุฒิ"},
			family: [2]string{"ทอง แสง วงศ์ ศรี บุญ แก้ว เพชร รุ่ง สุข ใจ", "ดี งาม มณี สกุล วัฒน์"},
		},
		{
			style:  styleFamily,
			female: [2]string{"سلم نور هند ريم لين جود دان رغد", "ى ة اء ا"},
			male:   [2]string{"سلم نور حمد ريم فهد جود دان رشد", "ان ي اوي ين"},
			family: [2]string{"الجبل السهل الوادي النهر الرمل البحر القصر الزهر", "ي اوي اني"},
		},
		{
			style:  styleOneName,
			female: [2]string{"Ha Ka Lei Ma Na Pu Se Ta Va We", "lani nui tala rea moe sina"},
			male:   [2]string{"Ha Ke Lo Ma Ne Po Si Te Va Wi", "kau roa tangi remu fano lek"},
			family: [2]string{"Taua Fale Moana Rangi Vaka Hau", "loa kehe sau tele"},
		},
		{
			style:  styleInitial,
			female: [2]string{"Zoé Inès Mär Jul Åsa Flór Bea Céc Mary Ann-", "line ette ia bel"},
			male:   [2]string{"Ján Lué Bjør Mih Å Teo Žel Gon Ant Jean-", "ko rik bert ald"},
			family: [2]string{"D'Auver O'Tarn Lönn Søl Ñar Pérol Vašt St.-Mor", "a-Lenn ai ez sson e"},
		},
	}
}

// culture adds the names to the table.
func (s nameStock) culture(add func(string) nameID) culture {
	c := culture{style: s.style}
	each := func(parts [2]string, do func(string)) {
		for first := range strings.FieldsSeq(parts[0]) {
			for last := range strings.FieldsSeq(parts[1]) {
				do(first + last)
			}
		}
	}
	each(s.female, func(n string) { c.female = append(c.female, add(n)) })
	each(s.male, func(n string) {
		c.male = append(c.male, add(n))
		if s.father != "" {
			c.father, c.fatherF = append(c.father, add(n+s.father)), append(c.fatherF, add(n+s.fatherF))
		}
		if s.style == stylePatronymic {
			c.family = append(c.family, add(n))
		}
	})
	each(s.family, func(n string) {
		c.family = append(c.family, add(n))
		if s.familyF != "" {
			c.familyF = append(c.familyF, add(n+s.familyF))
		}
	})
	if s.style == styleInitial {
		for _, letter := range "ABCDEFGHJKLMNPRSTVW" {
			c.letters = append(c.letters, add(string(letter)))
		}
	}
	return c
}
