import { BlockList, isIP } from "node:net";

/**
 * Of IPv4: what is no host of the public internet, and the address at which Azure serves metadata.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890), and multicast.
 */
const special4 = subnets(
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12",
  "192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16",
  "192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);

/**
 * Of IPv6: global unicast is all that has been given out. NAT64's well-known prefix stands for the
 * IPv4 address at its end, which a translator connects to (RFC 6052, section 2.1).
 */
const reachable6 = subnets("2000::/3 64:ff9b::/96");

/**
 * What of it is special all the same. Forms that carry an IPv4 address are refused whole, since
 * nobody needs them: Teredo (in 2001::/23), 6to4 (2002::/16), and by lying outside of the above the
 * mapped (::ffff:0:0/96) and compatible (::/96) ones and NAT64's local prefix (64:ff9b:1::/48).
 * Source: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const special6 = [
  ...subnets("2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20"),
  ...special4.map(({ network, bits }) => ({ network: `64:ff9b::${network}`, bits: bits + 96 })),
];

const [blocked4, allowed6, blocked6] = [
  blockListOf(special4, "ipv4"),
  blockListOf(reachable6, "ipv6"),
  blockListOf(special6, "ipv6"),
];

/** Whether an IP address is one of the public internet, so that nothing inside answers there. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked4.check(address, "ipv4");
    case 6:
      return allowed6.check(address, "ipv6") && !blocked6.check(address, "ipv6");
    default:
      return false;
  }
}

interface Subnet {
  readonly network: string;
  readonly bits: number;
}

function subnets(...lists: readonly string[]): readonly Subnet[] {
  return lists
    .join(" ")
    .split(" ")
    .map((subnet) => {
      const [network = "", bits] = subnet.split("/");
      return { network, bits: Number(bits) };
    });
}

function blockListOf(list: readonly Subnet[], family: "ipv4" | "ipv6"): BlockList {
  const blocks = new BlockList();
  for (const { network, bits } of list) {
    blocks.addSubnet(network, bits, family);
  }
  return blocks;
}
