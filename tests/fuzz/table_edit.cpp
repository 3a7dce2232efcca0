// Changes to a table: whatever is done to its sheet, the file says it afterwards, and so does a workbook made
// of it.
#include "engine/table/document.hpp"
#include "engine/table/html.hpp"
#include "engine/table/test/library_card.hpp"
#include "engine/table/xlsx.hpp"
#include "tests/fuzz/plain.hpp"

using namespace leye;
using table::TableSheet;

namespace {

// Decisions taken from the input, zeros once it is used up.
class Source {
  public:
    explicit Source(std::string_view bytes) : bytes_(bytes) {}
    bool ended() const { return bytes_.empty(); }
    size_t below(size_t n) {
        if (bytes_.empty() || n == 0) return 0;
        const auto byte = static_cast<unsigned char>(bytes_[0]);
        bytes_.remove_prefix(1);
        return byte % n;
    }
    std::string text() {
        const auto out = std::string(bytes_.substr(0, below(16)));
        bytes_.remove_prefix(std::min(out.size(), bytes_.size()));
        return out;
    }

  private:
    std::string_view bytes_;
};

void insert_column(auto& columns, auto column, TableSheet& s, auto member, size_t at, Source& source) {
    columns.insert(columns.begin() + static_cast<ptrdiff_t>(at), column);
    for (auto& rule : s.rules)
        (rule.*member).insert((rule.*member).begin() + static_cast<ptrdiff_t>(at), source.text());
}
void erase_column(auto& columns, TableSheet& s, auto member, size_t at) {
    if (columns.empty()) return;
    columns.erase(columns.begin() + static_cast<ptrdiff_t>(at));
    for (auto& rule : s.rules) (rule.*member).erase((rule.*member).begin() + static_cast<ptrdiff_t>(at));
}
void swap_columns(auto& columns, TableSheet& s, auto member, size_t a, size_t b) {
    if (columns.empty()) return;
    std::swap(columns[a], columns[b]);
    for (auto& rule : s.rules) std::swap((rule.*member)[a], (rule.*member)[b]);
}

void change(TableSheet& s, Source& source) {
    const size_t rule = source.below(s.rules.size());
    using Rule = TableSheet::Rule;
    switch (source.below(14)) {
        case 0:
            if (!s.rules.empty() && !s.inputs.empty())
                s.rules[rule].cells[source.below(s.inputs.size())] = source.text();
            break;
        case 1:
            if (!s.rules.empty() && !s.outputs.empty())
                s.rules[rule].outputs[source.below(s.outputs.size())] = source.text();
            break;
        case 2:
            if (!s.rules.empty() && !s.annotations.empty())
                s.rules[rule].notes[source.below(s.annotations.size())] = source.text();
            break;
        case 3:
            if (!s.rules.empty()) s.rules.erase(s.rules.begin() + static_cast<ptrdiff_t>(rule));
            break;
        case 4:
            s.rules.insert(s.rules.begin() + static_cast<ptrdiff_t>(rule),
                           Rule{source.below(2) ? source.text() : "",
                                std::vector<std::string>(s.inputs.size(), source.text()),
                                std::vector<std::string>(s.outputs.size(), source.text()),
                                std::vector<std::string>(s.annotations.size(), source.text())});
            break;
        case 5:
            if (!s.rules.empty()) std::swap(s.rules[rule], s.rules[source.below(s.rules.size())]);
            break;
        case 6:
            insert_column(s.inputs,
                          TableSheet::Input{"", source.text(), source.text(), source.text(), source.text()},
                          s, &Rule::cells, source.below(s.inputs.size() + 1), source);
            break;
        case 7:
            insert_column(
                s.outputs,
                TableSheet::Output{"", source.text(), source.text(), "", source.text(), source.text()}, s,
                &Rule::outputs, source.below(s.outputs.size() + 1), source);
            break;
        case 8:
            insert_column(s.annotations, TableSheet::Annotation{"", source.text()}, s, &Rule::notes,
                          source.below(s.annotations.size() + 1), source);
            break;
        case 9:
            erase_column(s.inputs, s, &Rule::cells, source.below(s.inputs.size()));
            break;
        case 10:
            erase_column(s.outputs, s, &Rule::outputs, source.below(s.outputs.size()));
            break;
        case 11:
            swap_columns(s.annotations, s, &Rule::notes, source.below(s.annotations.size()),
                         source.below(s.annotations.size()));
            break;
        case 12:
            swap_columns(s.inputs, s, &Rule::cells, source.below(s.inputs.size()),
                         source.below(s.inputs.size()));
            break;
        default:
            if (!s.outputs.empty()) s.outputs[source.below(s.outputs.size())].fallback = source.text();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    Source source(fuzz::text_of(data, size));
    auto document = table::TableDocument::load(table::test::library_card).value();
    while (!source.ended()) {
        auto sheet = document.view(0).value();
        for (size_t n = 1 + source.below(4); n > 0; --n) change(sheet, source);
        const auto before = document.text();
        if (!document.apply(0, sheet)) {
            fuzz::must(document.text() == before, "a refused change changes nothing");
            continue;
        }
        fuzz::must(table::TableDocument::load(document.text()).has_value(), "the changed file is read");
        fuzz::must(document.view(0).value().rules.size() == sheet.rules.size(),
                   "the changed file has the rules");
    }
    const auto sheet = document.view(0).value();
    const auto back = table::of_xlsx(table::to_xlsx(sheet).value(), "a.xlsx");
    fuzz::must(back.has_value(), "a workbook just written is read",
               back ? "" : back.error().code + " " + back.error().field);
    fuzz::must(*back == sheet, "a workbook says what the file says");
    (void)table::to_html(sheet);
    return 0;
}
