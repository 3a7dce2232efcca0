#include "edge/exchange/sender.hpp"

#include <algorithm>

#include "records/catalog/determination.hpp"
#include "records/catalog/yaml_node.hpp"

namespace leye::exchange {
namespace {

Sender read(const catalog::YamlNode& node, const determination::Sources& sources, const catalog::Catalog& catalog) {
    node.only({"sender", "name", "sources", "shares", "purpose", "keys"});
    Sender out;
    out.code = node.get("sender").text();
    out.name = node.get("name").words();
    for (const auto& source : node.get("sources", false).list()) {
        if (!sources.find(source.text())) source.fault("there is no source " + source.text());
        out.sources.insert(source.text());
    }
    for (const auto& share : node.get("shares", false).list()) {
        const auto* determination = catalog.find_determination(share.text(), 1);
        if (!determination || !determination->kept) share.fault("there is no determination " + share.text() + " that leaves findings");
        out.shares.insert(share.text());
    }
    out.purpose = node.get("purpose", !out.shares.empty()).text();
    for (const auto& one : node.get("keys").list()) {
        auto key = PublicKey::parse(one.text());
        if (key)
            out.keys.push_back(std::move(*key));
        else
            one.fault("an Ed25519 or SM2 public key in PEM is wanted");
    }
    if (out.keys.empty()) node.fault("a sender has a key");
    return out;
}

}  // namespace

Senders Senders::load(const std::string& file, const determination::Sources& sources, const catalog::Catalog& catalog, std::vector<std::string>& faults) {
    Senders out;
    if (file.empty()) return out;
    for (const auto& node : catalog::YamlNode::load(file, faults).list()) {
        Sender sender = read(node, sources, catalog);
        if (out.find(sender.code)) node.fault("there is a sender " + sender.code + " already");
        out.all_.push_back(std::move(sender));
    }
    return out;
}

const Sender* Senders::find(std::string_view code) const {
    const auto at = std::ranges::find(all_, code, &Sender::code);
    return at == all_.end() ? nullptr : &*at;
}

}  // namespace leye::exchange
