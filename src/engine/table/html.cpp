#include "engine/table/html.hpp"

#include <fmt/format.h>

#include <iterator>

namespace leye::table {
namespace {

constexpr std::string_view style = R"(
@page { size: A4 landscape; margin: 12mm }
* { box-sizing: border-box }
body { margin: 1.5rem; color: #1f2328; background: #fff; font: 14px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif }
h1 { margin: 0 0 .25rem; font-size: 1.4rem }
.about, footer { margin: .25rem 0; color: #57606a }
.verdict { margin: .75rem 0; padding: .5rem .75rem; border-left: 4px solid #2b5f8f; background: #eef4fa }
.verdict p { margin: 0 }
.wide { overflow-x: auto }
table { width: 100%; border-collapse: collapse }
th, td { padding: .3rem .5rem; border: 1px solid #b8c4d0; text-align: left; vertical-align: top; white-space: pre-wrap; overflow-wrap: break-word }
thead th { font-weight: 600 }
thead small { display: block; color: #57606a; font-weight: 400; overflow-wrap: anywhere }
th.input { background: #cfe2f3 } th.output { background: #d9ead3 } th.annotation { background: #fff2cc } th.rule { width: 3rem; background: #e8eef4 }
td { font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace } td.annotation { font-family: inherit }
td.output { border-left-width: 2px }
@media print {
  body { margin: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact }
  .wide { overflow: visible }
  table { font-size: 8pt }
  th, td { padding: .15rem .3rem }
  thead { display: table-header-group }
  tr, .verdict { break-inside: avoid }
  h1, .about { break-after: avoid }
}
)";

void escape(std::string_view text, std::string& out) {
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += c;
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    escape(text, out);
    return out;
}

class Writer {
  public:
    Writer(const TableSheet& sheet, const Page& page) : sheet_(sheet), page_(page) {}

    std::string write() {
        const std::string& title = !page_.title.empty()  ? page_.title
                                   : sheet_.name.empty() ? sheet_.decision
                                                         : sheet_.name;
        add("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
            "content=\"width=device-width, initial-scale=1\">\n",
            page_.language == Language::zh ? "zh-CN" : "en");
        add("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n", escaped(title),
            style, escaped(title));
        const std::string policy =
            sheet_.hit_policy + (sheet_.aggregation.empty() ? "" : " " + sheet_.aggregation);
        const auto meaning = meaning_of(sheet_.hit_policy).in(page_.language);
        add("<p class=\"about\">{}: <b>{}</b>{}{}</p>\n", said(word::hit_policy), escaped(policy),
            meaning.empty() ? "" : " · ", meaning);
        if (!page_.verdict.empty()) {
            out_ += "<div class=\"verdict\">\n";
            for (const auto& sentence : page_.verdict) add("<p>{}</p>\n", escaped(sentence));
            out_ += "</div>\n";
        }
        out_ += "<div class=\"wide\" tabindex=\"0\">\n<table>\n";
        add("<caption hidden>{}</caption>\n", escaped(title));
        write_head();
        write_rules();
        out_ += "</table>\n</div>\n</main>\n";
        if (!page_.footer.empty()) add("<footer>{}</footer>\n", escaped(page_.footer));
        out_ += "</body>\n</html>\n";
        return std::move(out_);
    }

  private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    }
    std::string_view said(const Word& w) const { return w.in(page_.language); }

    void write_head() {
        out_ += "<thead>\n<tr>";
        add("<th class=\"rule\" scope=\"col\" rowspan=\"2\">{}</th>", said(word::rule));
        const auto group = [&](const char* kind, const Word& name, size_t count) {
            if (count > 0)
                add("<th class=\"{}\" scope=\"colgroup\" colspan=\"{}\">{}</th>", kind, count, said(name));
        };
        group("input", word::input, sheet_.inputs.size());
        group("output", word::output, sheet_.outputs.size());
        group("annotation", word::annotation, sheet_.annotations.size());
        out_ += "</tr>\n<tr>";
        for (const auto& in : sheet_.inputs)
            column("input", in.label, in.expression, in.type, in.allowed, {});
        for (const auto& o : sheet_.outputs) column("output", o.label, o.name, o.type, o.values, o.fallback);
        for (const auto& note : sheet_.annotations) column("annotation", note.name, {}, {}, {}, {});
        out_ += "</tr>\n</thead>\n";
    }

    void column(const char* kind, const std::string& label, std::string_view expression,
                std::string_view type, std::string_view values, std::string_view fallback) {
        add("<th class=\"{}\" scope=\"col\">{}", kind,
            escaped(label.empty() ? std::string(expression) : label));
        const auto small = [&](std::string_view name, std::string_view text) {
            if (!text.empty()) add("<small>{}{}{}</small>", name, name.empty() ? "" : ": ", escaped(text));
        };
        if (!label.empty()) small({}, expression);
        small(said(word::type), type);
        small(said(word::allowed), values);
        small(said(word::fallback), fallback);
        out_ += "</th>";
    }

    void write_rules() {
        out_ += "<tbody>\n";
        for (size_t r = 0; r < sheet_.rules.size(); ++r) {
            const auto& rule = sheet_.rules[r];
            add("<tr><th class=\"rule\" scope=\"row\">{}</th>", r + 1);
            cells("input", rule.cells);
            cells("output", rule.outputs);
            cells("annotation", rule.notes);
            out_ += "</tr>\n";
        }
        out_ += "</tbody>\n";
    }

    void cells(const char* kind, const std::vector<std::string>& texts) {
        for (const auto& text : texts) {
            add("<td class=\"{}\">", kind);
            escape(text, out_);
            out_ += "</td>";
        }
    }

    const TableSheet& sheet_;
    const Page& page_;
    std::string out_;
};

}  // namespace

std::string to_html(const TableSheet& sheet, const Page& page) {
    return Writer(sheet, page).write();
}

}  // namespace leye::table
