#include "records/catalog/shape.hpp"

#include <fmt/format.h>

namespace leye::catalog {
namespace {

std::string unit_of(reference::DayKind kind) { return kind == reference::DayKind::working ? "working" : "natural"; }

std::string chinese(int n) {
    static constexpr const char* digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
    return n >= 1 && n <= 10 ? digits[n - 1] : std::to_string(n);
}

std::string channel_name(std::string_view channel) {
    if (channel == "web") return "网上";
    if (channel == "phone") return "手机";
    if (channel == "window") return "窗口";
    if (channel == "hotline") return "12333";
    return channel == "kiosk" ? "自助机" : std::string(channel);
}

std::string audience_name(std::string_view audience) { return audience == "person" ? "个人" : audience == "employer" ? "单位" : "个人和单位"; }

std::string promise_words(const Promise& p) {
    const std::string days = fmt::format("{}个{}", p.days, p.unit == reference::DayKind::working ? "工作日" : "自然日");
    return p.at_once ? "马上办结；需核实的" + days : days;
}

std::string joined(const std::vector<Words>& lines) {
    std::string out;
    for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line.zh;
    return out;
}

FieldShape shape_of(const Field& f) {
    FieldShape out{.name = f.name, .type = f.type, .label = f.label, .hint = f.hint, .required = f.required, .fixed = f.fixed ? std::optional(true) : std::nullopt, .length_max = f.length_max};
    // A name is a line of text to the page; which characters it takes is checked here.
    if (out.type == "name") out.type = "text";
    for (const Option& o : f.options) out.options.push_back({o.value, o.label});
    if (f.shown_if) out.shown_if = ShownIfShape{f.shown_if->field, f.shown_if->equals};
    if (!f.known_from.empty()) out.known_from = f.known_from;
    return out;
}

}  // namespace

ItemSummaryShape summary_of(const Item& item) {
    return {item.code,     item.version,  item.name,
            item.summary,  item.annex,    item.audience,
            item.begun_by.empty() ? std::nullopt : std::optional(item.begun_by),
            item.channels, {item.promised.days, unit_of(item.promised.unit), item.promised.at_once},
            item.offers("web"), item.offers("window")};
}

ItemShape shape_of(const Item& item) {
    ItemShape out;
    static_cast<ItemSummaryShape&>(out) = summary_of(item);
    out.clauses = item.clauses;
    for (const Field& f : item.fields) out.fields.push_back(shape_of(f));
    const Guide& g = item.guide;
    out.guide = {g.who, g.steps, g.bring, g.result, g.fee, g.where, g.law, g.time};
    if (item.commitment) out.commitment = CommitmentTermsShape{item.commitment->text, item.commitment->check_days, unit_of(item.commitment->check_unit)};
    for (const auto& paper : item.no_longer_asked) out.no_longer_asked.push_back({paper.name, paper.why});
    out.certificate = item.certificate;
    out.opens = item.opens;
    out.in_force_from = item.from;
    return out;
}

std::vector<ItemSummaryShape> list_summaries(const Catalog& catalog, Date on, std::string_view channel) {
    std::vector<ItemSummaryShape> out;
    for (const Item* item : catalog.list_items(on))
        if (channel.empty() || item->offers(channel)) out.push_back(summary_of(*item));
    return out;
}

std::vector<AnnexServiceShape> list_services(const Catalog& catalog, Date on) {
    std::vector<AnnexServiceShape> out;
    for (const AnnexService& s : catalog.services()) {
        out.push_back({s.annex, s.name, s.summary, {}});
        for (const Item* item : catalog.list_items(on))
            if (item->annex == s.annex) out.back().items.push_back(summary_of(*item));
    }
    return out;
}

std::string title_of(Published which) {
    return which == Published::window ? "公共就业服务现场办理项目目录" : "公共就业服务网上办理事项目录";
}

std::vector<std::vector<std::string>> published_rows(const Catalog& catalog, Published which, Date on) {
    std::vector<std::vector<std::string>> out{{"序号", "清单项", "事项", "说明", "谁来办", "怎么办", "要带什么", "办结时限", "费用", "办理渠道", "依据", "不再要的材料"}};
    for (const Item* item : catalog.list_items(on)) {
        if (!item->offers(which == Published::window ? "window" : "web")) continue;
        std::string service = chinese(item->annex), channels, law, papers;
        for (const AnnexService& s : catalog.services())
            if (s.annex == item->annex) service += "、" + s.name.zh;
        for (const auto& c : item->channels) channels += (channels.empty() ? "" : "、") + channel_name(c);
        for (const auto& l : item->guide.law) law += (law.empty() ? "" : "；") + l;
        for (const auto& p : item->no_longer_asked) papers += (papers.empty() ? "" : "；") + p.name.zh;
        out.push_back({std::to_string(out.size()), service, item->name.zh, item->summary.zh, audience_name(item->audience), joined(item->guide.steps),
                       joined(item->guide.bring), promise_words(item->promised), item->guide.fee.zh, channels, law, papers});
    }
    return out;
}

std::vector<OptionShape> officer_reasons(const Item& item, std::string_view outcome) {
    std::vector<OptionShape> out;
    for (const Reason& r : item.reasons)
        if (r.by_officer && r.outcome == outcome) out.push_back({r.code, r.sentence});
    return out;
}

}  // namespace leye::catalog
