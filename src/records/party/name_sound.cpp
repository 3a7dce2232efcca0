#include "records/party/name_sound.hpp"

#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <span>
#include <unordered_map>

#include "base/result.hpp"
#include "base/text.hpp"

namespace leye::party {
namespace {

struct Reading {
    std::string_view text, sounds;
};

// What a surname sounds like where it differs from the character's usual reading.
// Source: 现代汉语词典 (7th edition), the entries marked 姓; Unicode CLDR 42, transform Han-Latin/Names; spelling GB/T 28039-2011.
constexpr Reading surnames[] = {
    {"乐", "yue"},  {"仇", "qiu"},   {"区", "ou"},   {"单", "shan"}, {"召", "shao"}, {"员", "yun"},  {"贠", "yun"}, {"折", "she"},
    {"曾", "zeng"}, {"查", "zha"},   {"牟", "mu"},   {"盖", "ge"},   {"种", "chong"}, {"秘", "bi"},  {"粘", "nian"}, {"繁", "po"},
    {"翟", "zhai"}, {"莘", "xin"},   {"解", "xie"},  {"重", "chong"}, {"隗", "wei"}, {"朴", "piao"}, {"缪", "miao"}, {"覃", "qin"},
    {"句", "gou"},  {"洗", "xian"},  {"祭", "zhai"}, {"阚", "kan"},  {"郇", "xun"},  {"乜", "nie"},  {"么", "yao"}, {"谌", "shen"},
    {"黑", "he"},   {"都", "du"},    {"藏", "zang"}, {"费", "bi"},   {"佴", "nai"},  {"郗", "chi"},  {"褚", "chu"}};

// Surnames of two characters that sound unlike their characters.
constexpr Reading double_surnames[] = {
    {"尉迟", "yu chi"}, {"万俟", "mo qi"}, {"单于", "chan yu"}, {"澹台", "tan tai"}, {"乐正", "yue zheng"}, {"长孙", "zhang sun"}};

// Characters of given names that are read in more than one way, or for which ICU knows the rare way only.
// Source: 现代汉语词典 (7th edition).
constexpr Reading others[] = {
    {"晟", "sheng"}, {"茜", "xi"},   {"乐", "yue"},   {"长", "chang"}, {"朝", "zhao"}, {"重", "chong"}, {"行", "hang"}, {"杉", "sha"},
    {"莎", "suo"},   {"娜", "nuo"},  {"阿", "e"},     {"盛", "cheng"}, {"传", "zhuan"}, {"参", "shen"}, {"省", "xing"}, {"澄", "deng"},
    {"颉", "xie"},   {"屏", "bing"}, {"伽", "ga"},    {"都", "du"},    {"奇", "ji"},   {"觉", "jiao"}, {"校", "jiao"},
    {"乾", "gan"},   {"筠", "jun"},  {"靓", "jing"}, {"藏", "zang"},  {"卜", "bu"},    {"嗯", "en"},   {"俟", "si"},   {"炅", "gui"},
    {"调", "tiao"},  {"柏", "bo"},   {"禅", "shan"}, {"率", "shuai"}, {"厦", "xia"},   {"琤", "zheng"}, {"𠮷", "ji"}};

// All syllables of 汉语拼音方案, in the order of the alphabet.
constexpr std::string_view syllables[] = {
    "a", "ai", "an", "ang", "ao", "ba", "bai", "ban", "bang", "bao", "bei", "ben", "beng", "bi", "bian", "biao", "bie", "bin", "bing", "bo",
    "bu", "ca", "cai", "can", "cang", "cao", "ce", "cen", "ceng", "cha", "chai", "chan", "chang", "chao", "che", "chen", "cheng", "chi", "chong", "chou",
    "chu", "chua", "chuai", "chuan", "chuang", "chui", "chun", "chuo", "ci", "cong", "cou", "cu", "cuan", "cui", "cun", "cuo", "da", "dai", "dan", "dang",
    "dao", "de", "dei", "den", "deng", "di", "dia", "dian", "diao", "die", "ding", "diu", "dong", "dou", "du", "duan", "dui", "dun", "duo", "e",
    "ei", "en", "eng", "er", "fa", "fan", "fang", "fei", "fen", "feng", "fo", "fou", "fu", "ga", "gai", "gan", "gang", "gao", "ge", "gei",
    "gen", "geng", "gong", "gou", "gu", "gua", "guai", "guan", "guang", "gui", "gun", "guo", "ha", "hai", "han", "hang", "hao", "he", "hei", "hen",
    "heng", "hong", "hou", "hu", "hua", "huai", "huan", "huang", "hui", "hun", "huo", "ji", "jia", "jian", "jiang", "jiao", "jie", "jin", "jing", "jiong",
    "jiu", "ju", "juan", "jue", "jun", "ka", "kai", "kan", "kang", "kao", "ke", "kei", "ken", "keng", "kong", "kou", "ku", "kua", "kuai", "kuan",
    "kuang", "kui", "kun", "kuo", "la", "lai", "lan", "lang", "lao", "le", "lei", "leng", "li", "lia", "lian", "liang", "liao", "lie", "lin", "ling",
    "liu", "lo", "long", "lou", "lu", "luan", "lue", "lun", "luo", "ma", "mai", "man", "mang", "mao", "me", "mei", "men", "meng", "mi", "mian",
    "miao", "mie", "min", "ming", "miu", "mo", "mou", "mu", "na", "nai", "nan", "nang", "nao", "ne", "nei", "nen", "neng", "ni", "nian", "niang",
    "niao", "nie", "nin", "ning", "niu", "nong", "nou", "nu", "nuan", "nue", "nuo", "o", "ou", "pa", "pai", "pan", "pang", "pao", "pei", "pen",
    "peng", "pi", "pian", "piao", "pie", "pin", "ping", "po", "pou", "pu", "qi", "qia", "qian", "qiang", "qiao", "qie", "qin", "qing", "qiong", "qiu",
    "qu", "quan", "que", "qun", "ran", "rang", "rao", "re", "ren", "reng", "ri", "rong", "rou", "ru", "ruan", "rui", "run", "ruo", "sa", "sai",
    "san", "sang", "sao", "se", "sen", "seng", "sha", "shai", "shan", "shang", "shao", "she", "shei", "shen", "sheng", "shi", "shou", "shu", "shua", "shuai",
    "shuan", "shuang", "shui", "shun", "shuo", "si", "song", "sou", "su", "suan", "sui", "sun", "suo", "ta", "tai", "tan", "tang", "tao", "te", "teng",
    "ti", "tian", "tiao", "tie", "ting", "tong", "tou", "tu", "tuan", "tui", "tun", "tuo", "wa", "wai", "wan", "wang", "wei", "wen", "weng", "wo",
    "wu", "xi", "xia", "xian", "xiang", "xiao", "xie", "xin", "xing", "xiong", "xiu", "xu", "xuan", "xue", "xun", "ya", "yan", "yang", "yao", "ye",
    "yi", "yin", "ying", "yo", "yong", "you", "yu", "yuan", "yue", "yun", "za", "zai", "zan", "zang", "zao", "ze", "zei", "zen", "zeng", "zha",
    "zhai", "zhan", "zhang", "zhao", "zhe", "zhen", "zheng", "zhi", "zhong", "zhou", "zhu", "zhua", "zhuai", "zhuan", "zhuang", "zhui", "zhun", "zhuo", "zi", "zong",
    "zou", "zu", "zuan", "zui", "zun", "zuo"};
static_assert(std::ranges::is_sorted(syllables));

// ü after l and n, as keyboards and passports spell it.
constexpr Reading umlauts[] = {{"lv", "lu"}, {"lve", "lue"}, {"lyu", "lu"}, {"lyue", "lue"}, {"nv", "nu"}, {"nve", "nue"}, {"nyu", "nu"}, {"nyue", "nue"}};

std::string transliterate(std::string_view utf8) {
    static const std::unique_ptr<icu::Transliterator> sounds = [] {
        UErrorCode failed = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> out(icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, failed));
        expect(U_SUCCESS(failed) && out, "ICU has no transliteration of Han to Latin");
        return out;
    }();
    auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
    sounds->transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

// A character takes ICU some 3 µs; names use few.
const std::string& sound_of(const std::string& character) {
    thread_local std::unordered_map<std::string, std::string> known;
    if (const auto at = known.find(character); at != known.end()) return at->second;
    if (known.size() > 20'000) known.clear();
    std::string sound = transliterate(character);
    return known.emplace(character, sound.empty() ? character : std::move(sound)).first->second;
}

void add_reading(NamePart& part, std::string_view sound) {
    if (!sound.empty() && std::ranges::find(part.readings, sound) == part.readings.end()) part.readings.emplace_back(sound);
}

std::string_view find_in(std::span<const Reading> list, std::string_view text) {
    const auto at = std::ranges::find(list, text, &Reading::text);
    return at == list.end() ? std::string_view() : at->sounds;
}

void add_surname_readings(std::vector<NamePart>& parts) {
    add_reading(parts[0], find_in(surnames, parts[0].text));
    if (parts.size() < 2) return;
    const auto both = find_in(double_surnames, parts[0].text + parts[1].text);
    const auto gap = both.find(' ');
    if (gap == both.npos) return;
    add_reading(parts[0], both.substr(0, gap));
    add_reading(parts[1], both.substr(gap + 1));
}

bool is_han(char32_t c) { return c >= 0x2e80; }

bool separates(char32_t c) { return c == U' ' || c == U'·' || c == U'-' || c == U'\'' || c == U'’' || c == U'.'; }

}  // namespace

std::string usual_reading(std::string_view character) { return sound_of(std::string(character)); }

std::vector<NamePart> name_parts(std::string_view name) {
    std::vector<NamePart> out;
    std::u32string word;
    const auto end_word = [&] {
        if (word.empty()) return;
        const std::string letters = transliterate(text::of_code_points(word));
        out.push_back({letters, {letters}});
        word.clear();
    };
    bool dotted = false;
    for (const char32_t c : text::code_points(name)) {
        dotted |= c == U'·';
        if (!is_han(c) && !separates(c)) {
            word += c;
            continue;
        }
        end_word();
        if (separates(c)) continue;
        NamePart& part = out.emplace_back(text::of_code_points(std::u32string_view(&c, 1)));
        add_reading(part, sound_of(part.text));
        add_reading(part, find_in(others, part.text));
    }
    end_word();
    if (!out.empty() && !dotted) add_surname_readings(out);
    return out;
}

std::string_view syllable_of(std::string_view letters) {
    if (std::ranges::binary_search(syllables, letters)) return *std::ranges::lower_bound(syllables, letters);
    return find_in(umlauts, letters);
}

}  // namespace leye::party
