"""Random changes of EPCIS documents: values of other types, fields removed, doubled, moved, renamed,
put where they do not belong, strings cut and spoilt. The same Random gives the same documents."""
import copy
import json
from xml.dom import minidom

# What checks of forms trip over, beside words that are right somewhere else.
TIMES = ["2005-04-03T20:33:31.116-06:00", "2005-02-30T20:33:31Z", "2005-04-03 20:33:31Z",
         "2005-04-03T24:00:00Z", "2016-12-31T23:59:60Z", "2016-12-31T22:59:60Z",
         "2005-04-03T20:33:31", "2005-04-03T20:33:31+0800", "2005-04-03T20:33:31+08",
         "2005-04-03t20:33:31z", "12020-01-01T00:00:00Z", "2020-01-01T00:00:00.Z",
         "2020-01-01T00:00:00+14:30", " 2020-01-01T00:00:00Z ", "+08:00", "-14:30", "+15:00"]
URIS = ["urn:a:b", "urn:%zz", "urn:%41", "http://x", "https://a.b/c?d#e", "http://[::1]/x",
        "http://a b", "x:", "://", "%zz", "1a:b", ":b", "a:b", "#x#y", "?x", "//h:1a/",
        "http://a:b@c:80/", "http://é.com/", "x#[y]", "mailto:x@y", "/a/b", "http://h/\tq", "@",
        "http://u@v@w/", "<>", "a^b", "{x}", "|", "\\", "`", "["]
WORDS = ["ADD", "OBSERVE", "DELETE", "add", " ADD ", "shipping", "in_transit", "po", "owning_party",
         "KGM", "kgm", "ABCD", "A", "AF09", "0aF", "2.0", "v2", "gs1:Temperature", "Temperature",
         "https://gs1.org/voc/Temperature", "urn:epcglobal:cbv:bizstep:shipping",
         "https://ref.gs1.org/cbv/BizStep-shipping", "ALARM_CONDITION", "incorrect_data",
         "ObjectEvent", "AggregationEvent", "AssociationEvent", "TransactionEvent",
         "TransformationEvent", "EPCISDocument", "EPCISQueryDocument",
         "urn:epc:id:sgtin:0614141.107346.2017", "example:foo", "", "a"]
NUMBERS = ["0", "1", "1.5", "-1e3", "1e", "NaN", "INF", "+INF", ".5", "5.", ".", "+", "1,2",
           "2147483648", "123456789012345678901234567890", "true", "TRUE"]
FIELDS = """eventTime recordTime eventTimeZoneOffset eventID certificationInfo errorDeclaration epcList
quantityList childEPCs childQuantityList inputEPCList inputQuantityList outputEPCList
outputQuantityList transformationID parentID action bizStep disposition persistentDisposition readPoint
bizLocation bizTransactionList sourceList destinationList sensorElementList ilmd sensorMetadata
sensorReport quantity epcClass bizTransaction source destination id set unset reason declarationTime
correctiveEventIDs attribute children queryName resultsBody""".split()
# In JSON alone, in XML alone.
MEMBERS = FIELDS + """type @context time deviceID value stringValue booleanValue hexBinaryValue uriValue
component uom foo example:foo urn:x:y epcisHeader epcisBody epcisMasterData vocabularyList
vocabularyElementList attributes subscriptionID queryResults eventList sender receiver
instanceIdentifier schemaVersion creationDate exception microorganism sDev maxValue
coordinateReferenceSystem bizRules""".split()
ELEMENTS = FIELDS + """epc extension baseExtension quantityElement uom sensorElement correctiveEventID
ObjectEvent AggregationEvent TransactionEvent TransformationEvent AssociationEvent QuantityEvent
EventList EPCISBody EPCISHeader EPCISMasterData VocabularyList Vocabulary VocabularyElementList
VocabularyElement foo""".split()
ATTRIBUTES = """type time deviceID value uom booleanValue hexBinaryValue stringValue foo id Authority
component sDev schemaVersion creationDate startTime rawData""".split()
VALUES = [None, True, False, 0, 1, -1, 2.5, 1e300, [], {}, [1], [{}], ["urn:a:b"],
          ["urn:a:b", "urn:a:b"], ["recalled"], ["recalled", "recalled"], {"id": "urn:a:b"},
          {"id": "nope"}, {"a": 1}, {"example:a": 1}, [{"epcClass": "urn:a:b"}],
          [{"epcClass": "urn:a:b", "quantity": "5"}], [{"type": "po", "bizTransaction": "urn:a:b"}],
          [{"source": "urn:a:b"}], {"set": ["recalled"]}, {"set": []},
          {"declarationTime": "2005-04-03T20:33:31Z"}, [{"sensorReport": [{"type": "Temperature"}]}],
          [{"sensorReport": []}], *TIMES, *URIS, *WORDS]
TEXTS = TIMES + URIS + WORDS + NUMBERS
SCHEMA_TYPES = """xs:string xs:int xs:double xs:dateTime xs:boolean xs:date nope:x xs:nope string
xs:anyURI xs:decimal xs:hexBinary""".split()
SPACES = ["http://zz/", "urn:epcglobal:epcis:xsd:2", "urn:epcglobal:epcis:xsd:1",
          "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"]
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def spoilt(random, text):
    at = random.randrange(len(text) + 1)
    return random.choice([
        text[:at] + random.choice(' %"[]<\\^|é#?/:@\t0Z-+.~{') + text[at:],
        text[:at] + text[at + 1:], text[:at], text[at:], text.upper(), text + text])


def places(node):
    """Every (container, key) below a JSON value."""
    keys = node.keys() if isinstance(node, dict) else range(len(node))
    for key in list(keys):
        yield node, key
        if isinstance(node[key], (dict, list)):
            yield from places(node[key])


def change_json(random, document):
    everywhere = list(places(document))
    if not everywhere:
        return
    node, key = random.choice(everywhere)
    is_list = isinstance(node, list)
    way = random.randrange(8)
    if way == 0:
        del node[key]
    elif way in (1, 2):
        node[key] = copy.deepcopy(random.choice(VALUES))
    elif way == 3 and is_list:
        node.append(copy.deepcopy(node[key]))
    elif way == 3:
        node[random.choice(MEMBERS)] = node.pop(key)
    elif way == 4 and is_list:
        node.insert(key, copy.deepcopy(random.choice(VALUES)))
    elif way == 4:
        node[random.choice(MEMBERS)] = copy.deepcopy(random.choice(VALUES))
    elif way == 7:
        other, at = random.choice(everywhere)
        node[key] = copy.deepcopy(other[at])
    elif isinstance(node[key], str):
        node[key] = spoilt(random, node[key])
    elif isinstance(node[key], (int, float)):
        node[key] = random.choice([str(node[key]), -node[key], node[key] * 1.5, None])
    else:
        node[key] = random.choice(VALUES)


def changed_json(random, text):
    document = json.loads(text)
    for _ in range(random.choice([1, 1, 2])):
        change_json(random, document)
    return json.dumps(document, ensure_ascii=False).encode()


def elements(element):
    yield element
    for child in element.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            yield from elements(child)


def has_children(element):
    return any(child.nodeType == child.ELEMENT_NODE for child in element.childNodes)


def text_of(element):
    return "".join(c.data for c in element.childNodes if c.nodeType in (c.TEXT_NODE, c.CDATA_SECTION_NODE))


def set_text(element, text):
    for child in list(element.childNodes):
        if child.nodeType in (child.TEXT_NODE, child.CDATA_SECTION_NODE):
            element.removeChild(child)
    element.insertBefore(element.ownerDocument.createTextNode(text), element.firstChild)


def foreign_element(random, document):
    made = document.createElement("zz:" + random.choice("ab"))
    made.setAttribute("xmlns:zz", random.choice(SPACES))
    set_text(made, "x")
    if random.random() < 0.3:
        made.setAttribute("xmlns:xsi", INSTANCE)
        made.setAttribute("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
        made.setAttribute("xsi:type", random.choice(SCHEMA_TYPES))
        set_text(made, random.choice(TEXTS))
    return made


def put_in(random, element, made):
    element.insertBefore(made, random.choice([*element.childNodes, None]))


def renamed(random, element):
    made = element.ownerDocument.createElement(random.choice(ELEMENTS))
    for name, value in list(element.attributes.items()):
        made.setAttribute(name, value)
    for child in list(element.childNodes):
        made.appendChild(child)
    element.parentNode.replaceChild(made, element)


def change_attribute(random, element):
    names = [name for name in element.attributes.keys() if not name.startswith("xmlns")]
    if not names:
        return
    name = random.choice(names)
    if random.random() < 0.4:
        element.removeAttribute(name)
    else:
        old = element.getAttribute(name)
        element.setAttribute(name, spoilt(random, old) if random.random() < 0.6 else random.choice(TEXTS))


def change_xml(random, document):
    everywhere = list(elements(document.documentElement))
    element = random.choice(everywhere)
    parent = element.parentNode
    is_root = element is document.documentElement
    way = random.randrange(13)
    if way in (3, 4):
        set_text(element, random.choice(TEXTS))
    elif way == 5:
        leaf = random.choice([one for one in everywhere if not has_children(one)])
        set_text(leaf, spoilt(random, text_of(leaf)))
    elif way == 7:
        made = document.createElement(random.choice(ELEMENTS))
        set_text(made, random.choice(TEXTS))
        put_in(random, element, made)
    elif way == 8:
        put_in(random, element, foreign_element(random, document))
    elif way == 9:
        element.setAttribute(random.choice(ATTRIBUTES), random.choice(TEXTS))
    elif way == 10:
        change_attribute(random, element)
    elif way == 11:
        element.setAttribute("xmlns:xsi", INSTANCE)
        element.setAttribute("xsi:nil", random.choice(["true", "false", "x"]))
        if random.random() < 0.5:
            for child in list(element.childNodes):
                element.removeChild(child)
    elif is_root:
        return
    elif way == 0:
        parent.removeChild(element)
    elif way == 1:
        parent.insertBefore(element.cloneNode(True), element)
    elif way == 2:
        others = [c for c in parent.childNodes if c.nodeType == c.ELEMENT_NODE and c is not element]
        if others:
            parent.insertBefore(parent.removeChild(element), random.choice(others))
    elif way == 6 and ":" not in element.tagName:
        renamed(random, element)
    elif way == 12:
        other = random.choice(everywhere)
        if other is not document.documentElement:
            parent.insertBefore(other.cloneNode(True), element)


def changed_xml(random, text):
    """None where the change left nothing that can be written as XML."""
    document = minidom.parseString(text)
    for _ in range(random.choice([1, 1, 2])):
        change_xml(random, document)
    try:
        return document.toxml(encoding="utf-8")
    except ValueError:
        return None
