#include "trace/vocabulary.h"

#include <array>
#include <span>
#include <unordered_set>

namespace zhiheng::trace {
namespace {

constexpr std::string_view biz_step_words[] = {
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "creating_class_instance",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
    "sensor_reporting",
    "sampling",
};

constexpr std::string_view disposition_words[] = {
    "active",
    "container_closed",
    "damaged",
    "destroyed",
    "dispensed",
    "disposed",
    "encoded",
    "expired",
    "in_progress",
    "in_transit",
    "inactive",
    "no_pedigree_match",
    "non_sellable_other",
    "partially_dispensed",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "stolen",
    "unknown",
    "available",
    "completeness_verified",
    "completeness_inferred",
    "conformant",
    "container_open",
    "mismatch_instance",
    "mismatch_class",
    "mismatch_quantity",
    "needs_replacement",
    "non_conformant",
    "unavailable",
};

constexpr std::string_view transaction_type_words[] = {
    "bol",       "cert",   "desadv", "inv",     "pedigree", "po",    "poc",
    "prodorder", "recadv", "rma",    "testprd", "testres",  "upevt",
};

constexpr std::string_view source_type_words[] = {
    "owning_party",
    "possessing_party",
    "location",
};

constexpr std::string_view error_reason_words[] = {
    "did_not_occur",
    "incorrect_data",
};

constexpr std::string_view component_words[] = {
    "x",
    "y",
    "z",
    "axial_distance",
    "azimuth",
    "height",
    "spherical_radius",
    "polar_angle",
    "elevation_angle",
    "easting",
    "northing",
    "latitude",
    "longitude",
    "altitude",
};

constexpr std::string_view measurement_words[] = {
    "AbsoluteHumidity",
    "AbsorbedDose",
    "AbsorbedDoseRate",
    "Acceleration",
    "Radioactivity",
    "Altitude",
    "AmountOfSubstance",
    "AmountOfSubstancePerUnitVolume",
    "Angle",
    "AngularAcceleration",
    "AngularMomentum",
    "AngularVelocity",
    "Area",
    "Capacitance",
    "Conductance",
    "Conductivity",
    "Count",
    "Density",
    "Dimensionless",
    "DoseEquivalent",
    "DoseEquivalentRate",
    "DynamicViscosity",
    "ElectricCharge",
    "ElectricCurrent",
    "ElectricCurrentDensity",
    "ElectricFieldStrength",
    "Energy",
    "Exposure",
    "Force",
    "Frequency",
    "Illuminance",
    "Inductance",
    "Irradiance",
    "KinematicViscosity",
    "Length",
    "LinearMomentum",
    "Luminance",
    "LuminousFlux",
    "LuminousIntensity",
    "MagneticFlux",
    "MagneticFluxDensity",
    "MagneticVectorPotential",
    "Mass",
    "MassConcentration",
    "MassFlowRate",
    "MassPerAreaTime",
    "MemoryCapacity",
    "MolalityOfSolute",
    "MolarEnergy",
    "MolarMass",
    "MolarVolume",
    "Power",
    "Pressure",
    "RadiantFlux",
    "RadiantIntensity",
    "RelativeHumidity",
    "Resistance",
    "Resistivity",
    "SolidAngle",
    "SpecificVolume",
    "Speed",
    "SurfaceDensity",
    "SurfaceTension",
    "Temperature",
    "Time",
    "Torque",
    "Voltage",
    "Volume",
    "VolumeFlowRate",
    "VolumeFraction",
    "VolumetricFlux",
    "Wavenumber",
};

constexpr std::string_view alert_words[] = {
    "ALARM_CONDITION",
    "ERROR_CONDITION",
};

struct Spelling {
  std::span<const std::string_view> words;
  std::string_view web;  ///< before the word
  std::string_view urn;  ///< before the word; empty where there never was one
};

constexpr std::array<Spelling, 8> spellings = {{
    {biz_step_words, "https://ref.gs1.org/cbv/BizStep-", "urn:epcglobal:cbv:bizstep:"},
    {disposition_words, "https://ref.gs1.org/cbv/Disp-", "urn:epcglobal:cbv:disp:"},
    {transaction_type_words, "https://ref.gs1.org/cbv/BTT-", "urn:epcglobal:cbv:btt:"},
    {source_type_words, "https://ref.gs1.org/cbv/SDT-", "urn:epcglobal:cbv:sdt:"},
    {error_reason_words, "https://ref.gs1.org/cbv/ER-", "urn:epcglobal:cbv:er:"},
    {component_words, "https://ref.gs1.org/cbv/Comp-", ""},
    {measurement_words, "https://gs1.org/voc/", ""},
    {alert_words, "https://gs1.org/voc/", ""},
}};

const Spelling& spelling_of(Vocabulary vocabulary) {
  return spellings[static_cast<std::size_t>(vocabulary)];
}

std::string joined(std::string_view front, std::string_view back) {
  std::string all(front);
  return all.append(back);
}

}  // namespace

bool has_word(Vocabulary vocabulary, std::string_view word) {
  static const auto sets = [] {
    std::array<std::unordered_set<std::string_view>, spellings.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].insert(spellings[i].words.begin(), spellings[i].words.end());
    }
    return all;
  }();
  return sets[static_cast<std::size_t>(vocabulary)].contains(word);
}

std::string to_web_uri(Vocabulary vocabulary, std::string_view value) {
  const Spelling& spelling = spelling_of(vocabulary);
  if (value.find(':') == std::string_view::npos) {
    return has_word(vocabulary, value) ? joined(spelling.web, value) : std::string(value);
  }
  if (!spelling.urn.empty() && value.starts_with(spelling.urn)) {
    return joined(spelling.web, value.substr(spelling.urn.size()));
  }
  if (value.starts_with("cbv:")) return joined("https://ref.gs1.org/cbv/", value.substr(4));
  if (value.starts_with("gs1:")) return joined("https://gs1.org/voc/", value.substr(4));
  return std::string(value);
}

std::string to_word(Vocabulary vocabulary, std::string_view value) {
  const std::string_view web = spelling_of(vocabulary).web;
  if (value.starts_with(web) && has_word(vocabulary, value.substr(web.size()))) {
    value.remove_prefix(web.size());
  }
  return std::string(value);
}

bool replace_urns(std::string& text) {
  constexpr std::string_view common = "urn:epcglobal:cbv:";
  bool changed = false;
  for (std::size_t at = text.find(common); at != std::string::npos;
       at = text.find(common, at + 1)) {
    for (const Spelling& spelling : spellings) {
      if (spelling.urn.empty() || text.compare(at, spelling.urn.size(), spelling.urn) != 0)
        continue;
      text.replace(at, spelling.urn.size(), spelling.web);
      changed = true;
      break;
    }
  }
  return changed;
}

}  // namespace zhiheng::trace
